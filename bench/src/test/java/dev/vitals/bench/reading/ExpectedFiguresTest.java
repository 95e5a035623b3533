package dev.vitals.bench.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectedFiguresTest {
  private static final long FIRST = 29_386_080;
  private static final int HOURS = 72;
  private static final long USER = 42;

  private final ExpectedFigures expected = new ExpectedFigures(USER, FIRST, HOURS);

  private static Figures oneByOne(long start, long end) {
    long heartRates = 0;
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    long steps = 0;
    long calories = 0;
    for (long minute = start; minute < end; minute++) {
      long noise = HistoryFormula.noise(USER, minute);
      int heartRate = HistoryFormula.heartRate(USER, minute, noise);
      heartRates += heartRate;
      min = Math.min(min, heartRate);
      max = Math.max(max, heartRate);
      steps += HistoryFormula.steps(noise);
      calories += HistoryFormula.calories(noise);
    }
    return new Figures((double) heartRates / (end - start), min, max, steps, calories);
  }

  @ParameterizedTest
  @CsvSource({"0,1", "0,60", "7,59", "7,60", "7,67", "60,120", "59,121", "7,1447", "0,4320"})
  void figuresAreThoseOfEveryMinuteOfTheRange(long start, long end) {
    assertThat(expected.of(FIRST + start, FIRST + end))
        .isEqualTo(oneByOne(FIRST + start, FIRST + end));
  }

  @Test
  void anyRangeIsRight() {
    RandomGenerator random = new SplittableRandom(1);
    for (int i = 0; i < 500; i++) {
      long start = FIRST + random.nextLong(HOURS * 60L - 1);
      long end = random.nextLong(start + 1, FIRST + HOURS * 60L + 1);
      assertThat(expected.of(start, end)).isEqualTo(oneByOne(start, end));
    }
  }

  @Test
  void aNeighboursMinuteChangesTheFigures() {
    Figures right = expected.of(FIRST + 7, FIRST + 67);

    assertThat(right.isSameAs(expected.of(FIRST + 7, FIRST + 67))).isTrue();
    assertThat(right.isSameAs(expected.of(FIRST + 6, FIRST + 66))).isFalse();
    assertThat(right.isSameAs(expected.of(FIRST + 7, FIRST + 68))).isFalse();
  }
}
