package dev.vitals.application.query;

import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.series.Buckets;

/**
 * What one user's samples add up to in each of some buckets.
 *
 * @param userId as {@link RangeQuestion} has it
 * @param metrics those to be told
 */
public record SeriesQuestion(long userId, Buckets buckets, MetricCatalogue metrics) {}
