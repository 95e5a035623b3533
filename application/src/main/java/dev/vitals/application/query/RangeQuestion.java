package dev.vitals.application.query;

import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.time.TimeRange;

/**
 * What one user's samples of a range add up to.
 *
 * @param metrics those to be told
 */
public record RangeQuestion(long userId, TimeRange range, MetricCatalogue metrics) {}
