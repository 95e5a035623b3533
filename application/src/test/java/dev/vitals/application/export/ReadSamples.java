package dev.vitals.application.export;

import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.sample.Sample;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.time.EpochMicros;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps what it is told. */
public class ReadSamples implements SampleVisitor {
  private final long userId;
  private final MetricCatalogue metrics;
  private final int most;
  private final List<Sample> samples = new ArrayList<>();
  private Optional<Instant> keptFrom = Optional.empty();
  private boolean hasBegun;

  /**
   * @param most that are wanted
   */
  public ReadSamples(long userId, MetricCatalogue metrics, int most) {
    this.userId = userId;
    this.metrics = metrics;
    this.most = most;
  }

  public List<Sample> samples() {
    return samples;
  }

  /** Fails if it was not told. */
  public Optional<Instant> keptFrom() {
    if (!hasBegun) {
      throw new AssertionError("was not begun");
    }
    return keptFrom;
  }

  @Override
  public void begin(Optional<Instant> keptFrom) {
    if (hasBegun) {
      throw new AssertionError("began twice");
    }
    hasBegun = true;
    this.keptFrom = keptFrom;
  }

  @Override
  public boolean sample(long timestampMicros, int[] values) {
    if (!hasBegun) {
      throw new AssertionError("was not begun");
    }
    if (samples.size() == most) {
      throw new AssertionError("no more is wanted");
    }
    Map<Metric, Integer> carried = new HashMap<>();
    for (int i = 0; i < values.length; i++) {
      if (values[i] != SampleBatch.ABSENT) {
        carried.put(metrics.metric(i), values[i]);
      }
    }
    samples.add(new Sample(userId, EpochMicros.toInstant(timestampMicros), carried));
    return samples.size() < most;
  }
}
