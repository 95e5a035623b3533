package dev.vitals.domain.sample;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.metric.StandardMetrics.STEPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.domain.user.UserId;
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
  void eachPlaceBecomesItsUserAndWhatIsKnownStays() {
    NamedSamples samples =
        new NamedSamples(
            batch(
                NamedSamples.placeOf(1),
                5,
                UserId.LEAST_OF_NAMES,
                NamedSamples.placeOf(0),
                NamedSamples.placeOf(1)),
            List.of("ann", "bob"));

    SampleBatch identified = samples.identified(-77, -88);

    assertThat(identified.userIds()).containsExactly(-88, 5, UserId.LEAST_OF_NAMES, -77, -88);
    assertThat(identified.sample(3)).isEqualTo(new Sample(-77, Instant.EPOCH, Map.of(STEPS, 7)));
    assertThat(samples.samples().userIds())
        .containsExactly(
            Long.MIN_VALUE + 2, 5, UserId.LEAST_OF_NAMES, Long.MIN_VALUE + 1, Long.MIN_VALUE + 2);
  }

  @Test
  void nobodyIsNoUser() {
    NamedSamples samples = new NamedSamples(batch(NamedSamples.placeOf(0)), List.of("ann"));

    assertThatThrownBy(() -> samples.identified(UserId.NOBODY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsKnownIsNotCopied() {
    SampleBatch batch = batch(1, 2);

    assertThat(NamedSamples.ofKnown(batch).identified()).isSameAs(batch);
  }
}
