package dev.vitals.application.query;

import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.time.TimeRange;

/**
 * About one user's samples of a range: what they add up to, or which they are.
 *
 * @param userId negative if it stands for a name; 0, which is nobody's, has no samples
 * @param metrics those to be told
 */
public record RangeQuestion(long userId, TimeRange range, MetricCatalogue metrics) {}
