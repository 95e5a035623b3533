package dev.vitals.application.memory;

import dev.vitals.application.ingest.SampleStore;
import dev.vitals.application.query.SummarySource;
import dev.vitals.domain.sample.Sample;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.TimeRange;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Both ports on a map, for the tests of whatever stands on them. Passes their contracts, but for
 * outliving the process.
 */
public final class InMemorySamples implements SampleStore, SummarySource {
  private final Map<Long, TreeMap<Instant, Sample>> byUser = new HashMap<>();

  @Override
  public synchronized void store(SampleBatch batch) {
    if (!batch.isCollapsed()) {
      throw new IllegalArgumentException("the batch is not collapsed");
    }
    for (int row = 0; row < batch.size(); row++) {
      Sample sample = batch.sample(row);
      byUser
          .computeIfAbsent(sample.userId(), user -> new TreeMap<>())
          .merge(sample.timestamp(), sample, InMemorySamples::overlay);
    }
  }

  @Override
  public synchronized Summary summarize(long userId, TimeRange range) {
    return Summary.of(
        SampleBatch.of(
            byUser
                .getOrDefault(userId, new TreeMap<>())
                .subMap(range.start(), range.end())
                .values()),
        userId,
        range);
  }

  private static Sample overlay(Sample stored, Sample given) {
    return new Sample(
        stored.userId(),
        stored.timestamp(),
        either(given.heartRate(), stored.heartRate()),
        either(given.steps(), stored.steps()),
        either(given.caloriesMilli(), stored.caloriesMilli()));
  }

  private static OptionalInt either(OptionalInt given, OptionalInt stored) {
    return given.isPresent() ? given : stored;
  }
}
