package dev.vitals.bench.ingest;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/** Writes moments as 2026-11-24T09:30:00.000Z without an object each. For one thread. */
final class MomentText {
  static final int LENGTH = 24;

  private static final long DAY_MILLIS = 86_400_000;
  private static final byte[] TEMPLATE =
      "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.US_ASCII);

  private long day = Long.MIN_VALUE;
  private byte[] date = new byte[0];

  void write(long epochMillis, byte[] target, int at) {
    System.arraycopy(TEMPLATE, 0, target, at, LENGTH);
    long newDay = Math.floorDiv(epochMillis, DAY_MILLIS);
    if (newDay != day) {
      day = newDay;
      date = LocalDate.ofEpochDay(day).toString().getBytes(StandardCharsets.US_ASCII);
    }
    System.arraycopy(date, 0, target, at, date.length);
    int millis = (int) Math.floorMod(epochMillis, DAY_MILLIS);
    digits(millis / 3_600_000, target, at + 11, 2);
    digits(millis / 60_000 % 60, target, at + 14, 2);
    digits(millis / 1_000 % 60, target, at + 17, 2);
    digits(millis % 1_000, target, at + 20, 3);
  }

  static void digits(long number, byte[] target, int at, int length) {
    long rest = number;
    for (int i = at + length - 1; i >= at; i--) {
      target[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
