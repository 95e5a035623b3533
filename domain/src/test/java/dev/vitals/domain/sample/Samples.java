package dev.vitals.domain.sample;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random samples over few users and moments, so that keys repeat often. */
public final class Samples {
  public static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

  private Samples() {}

  public static Arbitrary<Sample> any() {
    return Combinators.combine(
            Arbitraries.longs().between(1, 3),
            Arbitraries.integers().between(0, 15),
            optional(SampleField.HEART_RATE),
            optional(SampleField.STEPS),
            optional(SampleField.CALORIES))
        .filter(
            (user, minute, hr, steps, kcal) ->
                hr.isPresent() || steps.isPresent() || kcal.isPresent())
        .as(
            (user, minute, hr, steps, kcal) ->
                new Sample(user, START.plusSeconds(minute * 60L), hr, steps, kcal));
  }

  public static Arbitrary<List<Sample>> lists() {
    return any().list().ofMaxSize(60);
  }

  private static Arbitrary<OptionalInt> optional(SampleField field) {
    return Arbitraries.integers()
        .between((int) field.min(), (int) field.max())
        .map(OptionalInt::of)
        .injectNull(0.4)
        .map(value -> value == null ? OptionalInt.empty() : value);
  }
}
