package dev.vitals.domain.metric;

import java.math.BigDecimal;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Something that wearables report. Its values are fixed-point: integers of 10<sup>-decimals</sup>
 * units, so that sums are exact whatever their order, which those of doubles are not.
 *
 * @param name also its field in JSON and its column: lower-case letters, digits and underscores
 * @param unit as people write it, "bpm" or "mg/dL"
 * @param decimals digits behind the point that are kept, 0 to {@link #MOST_DECIMALS}
 * @param least the least value that is taken, in units of 10<sup>-decimals</sup>
 * @param greatest the greatest, likewise; both within 31 bits
 */
public record Metric(
    String name, MetricKind kind, String unit, int decimals, int least, int greatest) {

  /** Below it Java writes small numbers with an exponent, and 31 bits hold little beside it. */
  public static final int MOST_DECIMALS = 6;

  /** PostgreSQL's names have 63 bytes, and a rollup's column ends in "_count". */
  public static final int LONGEST_NAME = 48;

  /** The unit of what is only counted. */
  public static final String COUNT = "count";

  /** It stands where a message or a page shows a value. */
  private static final int LONGEST_UNIT = 32;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  /** Other fields of a sample or of an answer, and columns that stand beside a metric's. */
  private static final Set<String> TAKEN =
      Set.of(
          "user_id",
          "timestamp",
          "samples",
          "bucket",
          "start",
          "end",
          "zone",
          "metrics",
          "tableoid",
          "xmin",
          "xmax",
          "cmin",
          "cmax",
          "ctid");

  /**
   * @throws InvalidMetricException it breaks one of the rules above, or its name is taken
   */
  public Metric {
    requireName(name);
    require(
        !unit.isBlank()
            && unit.length() <= LONGEST_UNIT
            && unit.chars().noneMatch(Character::isISOControl),
        name,
        "unit must have 1 to " + LONGEST_UNIT + " characters");
    requireDecimals(name, decimals);
    // The one integer that has no opposite stands for a value that is not there.
    require(least > Integer.MIN_VALUE, name, "limits must fit into 31 bits");
    require(least <= greatest, name, "min must not be above max");
  }

  /**
   * With limits as people write them.
   *
   * @throws InvalidMetricException as the constructor, or a limit has more decimals than are kept
   */
  public static Metric of(
      String name, MetricKind kind, String unit, int decimals, String least, String greatest) {
    return of(name, kind, unit, decimals, new BigDecimal(least), new BigDecimal(greatest));
  }

  /**
   * With limits in the metric's unit.
   *
   * @throws InvalidMetricException as the constructor, or a limit has more decimals than are kept
   */
  public static Metric of(
      String name,
      MetricKind kind,
      String unit,
      int decimals,
      BigDecimal least,
      BigDecimal greatest) {
    requireName(name);
    requireDecimals(name, decimals);
    return new Metric(
        name,
        kind,
        unit,
        decimals,
        scaled(name, decimals, "min", least),
        scaled(name, decimals, "max", greatest));
  }

  private static int scaled(String name, int decimals, String limit, BigDecimal value) {
    // Beyond this it is written with an exponent, and would cost as many digits.
    require(Math.abs((long) value.scale()) <= 100, name, limit + " must fit into 31 bits");
    BigDecimal scaled = value.movePointRight(decimals).stripTrailingZeros();
    require(scaled.scale() <= 0, name, limit + " has more than " + decimals + " decimals");
    require(
        scaled.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0,
        name,
        "%s with %s decimals does not fit into 31 bits".formatted(limit, decimals));
    return scaled.intValueExact();
  }

  private static void requireDecimals(String name, int decimals) {
    require(
        0 <= decimals && decimals <= MOST_DECIMALS, name, "decimals must be 0 to " + MOST_DECIMALS);
  }

  private static void requireName(String name) {
    if (!NAME.matcher(name).matches() || name.length() > LONGEST_NAME) {
      throw new InvalidMetricException(
          "a metric's name must be 1 to %s lower-case letters, digits and underscores, a letter first"
              .formatted(LONGEST_NAME));
    }
    if (TAKEN.contains(name)) {
      throw new InvalidMetricException(
          "no metric can be named " + name + ": that is another field");
    }
  }

  private static void require(boolean condition, String name, String rule) {
    if (!condition) {
      throw new InvalidMetricException("metric " + name + ": " + rule);
    }
  }

  public boolean isGauge() {
    return kind == MetricKind.GAUGE;
  }

  /**
   * @param value in units of 10<sup>-decimals</sup>
   */
  public boolean accepts(long value) {
    return least <= value && value <= greatest;
  }

  /**
   * @throws IllegalArgumentException out of the limits; the message holds no value, for readings
   *     stay out of logs
   */
  public void require(int value) {
    if (!accepts(value)) {
      throw new IllegalArgumentException(name + " " + rule());
    }
  }

  /** What a client has to keep to. */
  public String rule() {
    return "must be %s from %s to %s%s"
        .formatted(
            decimals == 0 ? "an integer" : "a number",
            inUnits(least).toPlainString(),
            inUnits(greatest).toPlainString(),
            unit.equals(COUNT) ? "" : " (" + unit + ")");
  }

  /** 71.4 of 714 tenths, and 78 of 780: with as few digits as there are. */
  public BigDecimal inUnits(long value) {
    BigDecimal exact = BigDecimal.valueOf(value, decimals).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }
}
