package dev.vitals.bench.reading;

/**
 * What a user's sample of a minute holds, so that every answer can be checked: a heart rate that
 * rises and falls within nine hours, a fifth of the minutes with steps, and noise that no codec
 * sees through. Once as SQL and once as code.
 */
final class HistoryFormula {
  private static final long PRIME = 1_000_003;

  /** Of {@code user_id} and {@code minute}, counted from 1970, both {@code bigint}. */
  static final String NOISE_SQL =
      """
      ((minute % 1000003) * (minute % 1000003) + (minute % 1000003) * user_id * 7
         + user_id * 104729) % 1000003""";

  /** Of {@code noise} too, in tenths of a beat. */
  static final String HEART_RATE_SQL =
      "10 * (55 + abs((minute + user_id * 37) % 520 - 260) / 13 + noise % 10)";

  static final String STEPS_SQL = "case when noise % 5 = 0 then noise / 5 % 110 else 0 end";

  /** In thousandths of a kcal. */
  static final String CALORIES_SQL = "1100 + noise / 7 % 2500";

  private HistoryFormula() {}

  static long noise(long user, long minute) {
    long cyclic = minute % PRIME;
    return (cyclic * cyclic + cyclic * user * 7 + user * 104_729) % PRIME;
  }

  static int heartRate(long user, long minute, long noise) {
    return (int) (55 + Math.abs((minute + user * 37) % 520 - 260) / 13 + noise % 10);
  }

  static int steps(long noise) {
    return noise % 5 == 0 ? (int) (noise / 5 % 110) : 0;
  }

  /** In thousandths of a kcal. */
  static int calories(long noise) {
    return (int) (1_100 + noise / 7 % 2_500);
  }
}
