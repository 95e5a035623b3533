package dev.vitals.service.crash;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.IntStream;

/**
 * A request of one user, who is its alone, with a sample a second. All of them follow from its
 * user, so that each row found afterwards can be told to be right.
 *
 * @param storable false: a record breaks a rule, or the body never arrives whole
 */
record Request(long userId, Instant from, int records, boolean storable) {
  static final int NOT_OURS = -1;

  private static final int TOO_MANY_STEPS = 100_001;

  /** A row of the table, units as there. */
  record Row(long userId, long epochSecond, int heartRate, int steps, int caloriesMilli) {}

  Row row(int index) {
    return new Row(
        userId,
        from.getEpochSecond() + index,
        40 + (int) ((userId * 31 + index) % 200),
        (int) ((userId * 7_919 + index * 13L) % 100_001),
        (int) ((userId * 104_729 + index * 17L) % 20_000_001));
  }

  /**
   * @return which of its samples the row is, or {@link #NOT_OURS} if a value is wrong
   */
  int indexOf(Row row) {
    long index = row.epochSecond() - from.getEpochSecond();
    boolean ours = 0 <= index && index < records && row((int) index).equals(row);
    return ours ? (int) index : NOT_OURS;
  }

  long totalSteps() {
    return IntStream.range(0, records).mapToLong(index -> row(index).steps()).sum();
  }

  String body() {
    return body(NOT_OURS);
  }

  /** Good records around a bad one. */
  String bodyWithABadRecord() {
    return body(records / 2);
  }

  Instant end() {
    return from.plus(records, ChronoUnit.SECONDS);
  }

  private String body(int bad) {
    StringBuilder body = new StringBuilder(records * 110).append('[');
    for (int index = 0; index < records; index++) {
      Row row = row(index);
      body.append(index == 0 ? "" : ",\n").append("{\"user_id\":").append(userId);
      body.append(",\"timestamp\":\"").append(Instant.ofEpochSecond(row.epochSecond()));
      body.append("\",\"heart_rate\":").append(row.heartRate());
      body.append(",\"steps\":").append(index == bad ? TOO_MANY_STEPS : row.steps());
      body.append(",\"calories\":").append(BigDecimal.valueOf(row.caloriesMilli(), 3)).append('}');
    }
    return body.append(']').toString();
  }
}
