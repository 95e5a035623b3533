package dev.vitals.domain.sample;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.metric.StandardMetrics.STEPS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamedSamplesTest {
  private static SampleBatch batch(long... users) {
    return SampleBatch.of(
        SHIPPED,
        Arrays.stream(users)
            .mapToObj(user -> new Sample(user, Instant.EPOCH, Map.of(STEPS, 7)))
            .toList());
  }

  @Test
  void eachPlaceBecomesItsUserAndIntegersStay() {
    NamedSamples samples =
        new NamedSamples(
            batch(NamedSamples.placeOf(1), 5, NamedSamples.placeOf(0), NamedSamples.placeOf(1)),
            List.of("ann", "bob"));

    SampleBatch identified = samples.identified(-77, -88);

    assertThat(identified.userIds()).containsExactly(-88, 5, -77, -88);
    assertThat(identified.sample(2)).isEqualTo(new Sample(-77, Instant.EPOCH, Map.of(STEPS, 7)));
    assertThat(samples.samples().userIds()).containsExactly(-2, 5, -1, -2);
  }

  @Test
  void integersAreNotCopied() {
    SampleBatch batch = batch(1, 2);

    assertThat(NamedSamples.ofIntegers(batch).identified()).isSameAs(batch);
  }
}
