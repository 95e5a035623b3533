package dev.vitals.bench.ingest;

import dev.vitals.bench.peers.LineProtocol;

/** As InfluxDB takes records: a line each. */
final class LineForm implements RecordForm {
  /** Of milliseconds since 1970, from 2001 to 2286. */
  private static final int MOMENT_LENGTH = 13;

  /** Written over; of the right length. */
  private static final long ANY_USER = 1_000_000;

  private static final long ANY_MOMENT = 1_000_000_000_000L;

  /** All lines are as long as this one. */
  private final int length = text(55, 10, 1_250).length();

  @Override
  public String text(int heartRate, int steps, int calories) {
    StringBuilder line = new StringBuilder();
    LineProtocol.append(line, ANY_USER, heartRate, steps, calories, ANY_MOMENT);
    return line.toString();
  }

  @Override
  public int userAt() {
    return LineProtocol.BEFORE_USER.length();
  }

  @Override
  public int momentAt() {
    return length - 1 - MOMENT_LENGTH;
  }

  @Override
  public int momentLength() {
    return MOMENT_LENGTH;
  }

  @Override
  public void writeMoment(long epochMillis, byte[] target, int at) {
    MomentText.digits(epochMillis, target, at, MOMENT_LENGTH);
  }
}
