package dev.vitals.application.query;

import dev.vitals.domain.metric.MetricCatalogue;

/**
 * What one user's metrics were last.
 *
 * @param userId as {@link RangeQuestion} has it
 * @param metrics those to be told
 */
public record LatestQuestion(long userId, MetricCatalogue metrics) {}
