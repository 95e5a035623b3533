package dev.vitals.bench.peers;

/** InfluxDB's line protocol, which VictoriaMetrics takes as well: a line a record. */
public final class LineProtocol {
  /** The measurement, and the tag's name. */
  public static final String BEFORE_USER = "health,user=";

  private LineProtocol() {}

  /**
   * @param calories in thousandths of a kcal: a whole number, as the service keeps them
   */
  public static void append(
      StringBuilder to, long user, int heartRate, int steps, int calories, long epochMillis) {
    to.append(BEFORE_USER).append(user);
    to.append(" heart_rate=").append(heartRate);
    to.append("i,steps=").append(steps);
    to.append("i,calories=").append(calories);
    to.append("i ").append(epochMillis).append('\n');
  }
}
