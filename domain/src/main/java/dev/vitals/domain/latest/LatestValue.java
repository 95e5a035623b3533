package dev.vitals.domain.latest;

/**
 * What a metric was when it was reported last.
 *
 * @param timestampMicros since 1970
 * @param value in units of 10<sup>-decimals</sup>
 */
public record LatestValue(long timestampMicros, int value) {}
