package dev.vitals.bench.reading;

/**
 * What one user's answers must be, where there is a sample a minute. By sums over whole hours from
 * the beginning on: adding up every answer's minutes would take the cores from who is measured.
 */
final class ExpectedFigures {
  private static final int HOUR = 60;

  private final long user;
  private final long firstMinute;

  /** Of all hours before this one. */
  private final long[] heartRates;

  private final long[] steps;
  private final long[] calories;

  /** Of each hour. */
  private final int[] min;

  private final int[] max;

  ExpectedFigures(long user, long firstMinute, int hours) {
    this.user = user;
    this.firstMinute = firstMinute;
    this.heartRates = new long[hours + 1];
    this.steps = new long[hours + 1];
    this.calories = new long[hours + 1];
    this.min = new int[hours];
    this.max = new int[hours];
    for (int hour = 0; hour < hours; hour++) {
      Sums sums = new Sums();
      long start = firstMinute + (long) hour * HOUR;
      sums.addMinutes(start, start + HOUR);
      heartRates[hour + 1] = heartRates[hour] + sums.heartRates;
      steps[hour + 1] = steps[hour] + sums.steps;
      calories[hour + 1] = calories[hour] + sums.calories;
      min[hour] = sums.min;
      max[hour] = sums.max;
    }
  }

  /**
   * @param endMinute not included
   */
  Figures of(long startMinute, long endMinute) {
    int firstHour = Math.toIntExact((startMinute - firstMinute + HOUR - 1) / HOUR);
    int endHour = Math.toIntExact((endMinute - firstMinute) / HOUR);
    Sums sums = new Sums();
    if (firstHour < endHour) {
      sums.addMinutes(startMinute, firstMinute + (long) firstHour * HOUR);
      sums.addHours(firstHour, endHour);
      sums.addMinutes(firstMinute + (long) endHour * HOUR, endMinute);
    } else {
      sums.addMinutes(startMinute, endMinute);
    }
    return new Figures(
        (double) sums.heartRates / (endMinute - startMinute),
        sums.min,
        sums.max,
        sums.steps,
        sums.calories);
  }

  private final class Sums {
    private long heartRates;
    private long steps;
    private long calories;
    private int min = Integer.MAX_VALUE;
    private int max;

    private void addMinutes(long start, long end) {
      for (long minute = start; minute < end; minute++) {
        long noise = HistoryFormula.noise(user, minute);
        int heartRate = HistoryFormula.heartRate(user, minute, noise);
        heartRates += heartRate;
        steps += HistoryFormula.steps(noise);
        calories += HistoryFormula.calories(noise);
        min = Math.min(min, heartRate);
        max = Math.max(max, heartRate);
      }
    }

    private void addHours(int start, int end) {
      heartRates += ExpectedFigures.this.heartRates[end] - ExpectedFigures.this.heartRates[start];
      steps += ExpectedFigures.this.steps[end] - ExpectedFigures.this.steps[start];
      calories += ExpectedFigures.this.calories[end] - ExpectedFigures.this.calories[start];
      for (int hour = start; hour < end; hour++) {
        min = Math.min(min, ExpectedFigures.this.min[hour]);
        max = Math.max(max, ExpectedFigures.this.max[hour]);
      }
    }
  }
}
