package dev.vitals.service.metrics;

import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.time.EpochMicros;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * How old samples are when they are committed: the lag of ingest, from a phone that is online to
 * one that was in a drawer. A histogram that takes a batch at once, since the library's takes a
 * value a call, which for some hundred thousand samples a second is work.
 */
final class SampleAges implements Collector {
  private static final String NAME = "vitals_ingest_sample_age_seconds";
  private static final long MICROS = 1_000_000;
  private static final long HOUR = 3_600;
  private static final long DAY = 24 * HOUR;
  private static final long[] BOUNDS_SECONDS = {
    1, 5, 15, 60, 300, 900, HOUR, 6 * HOUR, DAY, 2 * DAY, 7 * DAY, 30 * DAY, 365 * DAY
  };
  private static final double[] UPPER_BOUNDS = withInfinity();

  private final InstantSource clock;
  private final LongAdder[] buckets =
      Stream.generate(LongAdder::new).limit(UPPER_BOUNDS.length).toArray(LongAdder[]::new);
  private final LongAdder sumMicros = new LongAdder();

  SampleAges(InstantSource clock) {
    this.clock = clock;
  }

  /** One that is dated ahead of the clock counts as new. */
  void observe(List<SampleBatch> batches) {
    long now = EpochMicros.of(clock.instant());
    int[] counts = new int[buckets.length];
    long sum = 0;
    for (SampleBatch batch : batches) {
      for (long timestamp : batch.timestampsMicros()) {
        long age = Math.max(0, now - timestamp);
        sum += age;
        counts[bucket(age)]++;
      }
    }
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        buckets[i].add(counts[i]);
      }
    }
    sumMicros.add(sum);
  }

  private static int bucket(long ageMicros) {
    int bucket = 0;
    while (bucket < BOUNDS_SECONDS.length && ageMicros > BOUNDS_SECONDS[bucket] * MICROS) {
      bucket++;
    }
    return bucket;
  }

  @Override
  public String getPrometheusName() {
    return NAME;
  }

  @Override
  public HistogramSnapshot collect() {
    long[] counts = Arrays.stream(buckets).mapToLong(LongAdder::sum).toArray();
    return HistogramSnapshot.builder()
        .name(NAME)
        .help("Age of samples when they are committed.")
        .dataPoint(
            HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(UPPER_BOUNDS, counts))
                .sum(sumMicros.sum() / (double) MICROS)
                .build())
        .build();
  }

  private static double[] withInfinity() {
    double[] bounds =
        Arrays.copyOf(
            Arrays.stream(BOUNDS_SECONDS).asDoubleStream().toArray(), BOUNDS_SECONDS.length + 1);
    bounds[BOUNDS_SECONDS.length] = Double.POSITIVE_INFINITY;
    return bounds;
  }
}
