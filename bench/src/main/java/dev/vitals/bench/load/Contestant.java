package dev.vitals.bench.load;

/** One of those that are measured in turns, and its rounds. */
public final class Contestant {
  /** Puts the contestant where each round begins, and loads it. */
  public interface Round {
    /**
     * @param requestsPerSecond 0 for as many as are answered
     * @throws Exception the round is void
     */
    Outcome run(double requestsPerSecond) throws Exception;
  }

  private final String name;
  private final Round round;
  private final Side full = new Side();
  private final Side half = new Side();

  public Contestant(String name, Round round) {
    this.name = name;
    this.round = round;
  }

  public String name() {
    return name;
  }

  Round round() {
    return round;
  }

  /** The rounds that count, at full speed. */
  public Side full() {
    return full;
  }

  /** Those at half of its own rate. */
  Side half() {
    return half;
  }
}
