package dev.vitals.service.metrics;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.domain.time.EpochMicros;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleAgesTest {
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final String NAME = "vitals_ingest_sample_age_seconds";

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final SampleAges ages = new SampleAges(() -> NOW);

  @BeforeEach
  void register() {
    registry.register(ages);
  }

  @Test
  void beforeTheFirstSampleThereAreZeros() {
    assertThat(figure("_count")).isZero();
    assertThat(figure("_sum")).isZero();
    assertThat(bucket("+Inf")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 1.0, ",
    "PT1S, 1.0, ",
    "PT1.000001S, 5.0, 1.0",
    "PT15M, 900.0, 300.0",
    "PT48H, 172800.0, 86400.0",
    "P366D, +Inf, 3.1536E7"
  })
  void aSampleIsInTheBucketsFromItsAgeOn(Duration age, String in, String notIn) {
    ages.observe(List.of(batch(age)));

    assertThat(bucket(in)).isEqualTo(1);
    if (notIn != null) {
      assertThat(bucket(notIn)).isZero();
    }
    assertThat(figure("_count")).isEqualTo(1);
    assertThat(figure("_sum")).isEqualTo(age.toNanos() / 1e9);
  }

  @Test
  void oneThatIsAheadOfTheClockCountsAsNew() {
    ages.observe(List.of(batch(Duration.ofMinutes(-3))));

    assertThat(bucket("1.0")).isEqualTo(1);
    assertThat(figure("_sum")).isZero();
  }

  @Test
  void batchesAddUp() {
    ages.observe(List.of(batch(Duration.ofSeconds(1), Duration.ofSeconds(10))));
    ages.observe(List.of(batch(Duration.ofSeconds(10), Duration.ofHours(1))));

    assertThat(bucket("1.0")).isEqualTo(1);
    assertThat(bucket("15.0")).isEqualTo(3);
    assertThat(bucket("3600.0")).isEqualTo(4);
    assertThat(bucket("+Inf")).isEqualTo(4);
    assertThat(figure("_count")).isEqualTo(4);
    assertThat(figure("_sum")).isEqualTo(3_621);
  }

  private double bucket(String upTo) {
    return figure("_bucket{le=\"" + upTo + "\"}");
  }

  private double figure(String suffix) {
    return Scrape.of(registry).value(NAME + suffix);
  }

  private static SampleBatch batch(Duration... ages) {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, ages.length);
    for (int user = 1; user <= ages.length; user++) {
      builder.add(user, EpochMicros.of(NOW.minus(ages[user - 1])), 60, ABSENT, ABSENT);
    }
    return builder.build();
  }
}
