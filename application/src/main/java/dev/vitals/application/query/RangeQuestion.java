package dev.vitals.application.query;

import dev.vitals.domain.time.TimeRange;

/** What one user's samples of a range add up to. */
public record RangeQuestion(long userId, TimeRange range) {}
