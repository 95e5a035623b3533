package dev.vitals.domain.sample;

/**
 * The fields of a sample that hold a number, with the limits they are stored under. Every inlet
 * checks against these, so all of them refuse the same values in the same words.
 */
public enum SampleField {
  USER_ID("user_id", 1, Long.MAX_VALUE, "must be an integer from 1 to 9223372036854775807"),
  /** In beats per minute. */
  HEART_RATE("heart_rate", 1, 350, "must be an integer from 1 to 350 (bpm)"),
  /** As a count within the interval that the sample stands for. */
  STEPS("steps", 0, 100_000, "must be an integer from 0 to 100000"),
  /** In thousandths of a kcal: fixed-point, so that sums are exact whatever their order. */
  CALORIES("calories", 0, 20_000_000, "must be a number from 0 to 20000 (kcal)");

  private final String jsonName;
  private final long min;
  private final long max;
  private final String rule;

  SampleField(String jsonName, long min, long max, String rule) {
    this.jsonName = jsonName;
    this.min = min;
    this.max = max;
    this.rule = rule;
  }

  public String jsonName() {
    return jsonName;
  }

  /** In the unit it is stored in. */
  public long min() {
    return min;
  }

  /** In the unit it is stored in. */
  public long max() {
    return max;
  }

  /** What a client has to keep to, in the unit a client writes. */
  public String rule() {
    return rule;
  }

  public boolean accepts(long value) {
    return min <= value && value <= max;
  }

  /**
   * @throws IllegalArgumentException out of the limits; the message holds no value, for readings
   *     stay out of logs
   */
  long require(long value) {
    if (!accepts(value)) {
      throw new IllegalArgumentException(jsonName + " " + rule);
    }
    return value;
  }
}
