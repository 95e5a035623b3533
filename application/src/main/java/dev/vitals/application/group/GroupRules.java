package dev.vitals.application.group;

import java.time.Duration;

/**
 * When a group is begun, and how large it is. Weights are in whatever is counted: samples,
 * questions.
 *
 * @param workers how many groups are done at once, at most
 * @param unhindered so many are begun as soon as anything waits
 * @param worthAnother another one is begun if more than this waits
 * @param fullGroup weight of a group, unless a single one is heavier
 * @param another if for so long no group was begun or done, another is begun beside those under way
 * @param longestWait of anything for its turn; and of workers that do not move, before more is
 *     refused at once
 */
public record GroupRules(
    int workers,
    int unhindered,
    int worthAnother,
    int fullGroup,
    Duration another,
    Duration longestWait) {}
