package dev.vitals.application.ingest;

import java.time.Duration;

/**
 * How long a commit may take before something is done about it.
 *
 * @param alone if for so long no group was begun or done, another is begun beside the one under
 *     way. On a disk that takes no longer for a commit, a second group only makes both of them
 *     smaller; on one that does, it arrives while the first still waits for the disk.
 * @param longestWait of a request for its turn; and of a store that does not move, before requests
 *     are refused at once
 */
record Patience(Duration alone, Duration longestWait) {
  static final Patience DEFAULT = new Patience(Duration.ofMillis(1), Duration.ofSeconds(5));
}
