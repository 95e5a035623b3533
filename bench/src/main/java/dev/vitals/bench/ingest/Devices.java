package dev.vitals.bench.ingest;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Whose samples go over one connection, and when they were taken. A hundred users each, as behind
 * one back end, unless more are asked for; each user's samples ascend by a tenth of a second, and
 * no key comes twice.
 *
 * <p>A request is sorted by (user, timestamp). It holds every user as often as any other, or, if it
 * is small, the next few of them.
 */
final class Devices {
  static final int USERS = 100;
  static final long STEP_MILLIS = 100;

  /** Seven digits for every user, so that records are of one length. */
  private static final long FIRST_USER = 1_000_000;

  private static final Duration START = Duration.ofHours(2);

  private final long firstUser;
  private final long startMillis;
  private final int all;
  private final int users;
  private final int moments;

  /**
   * @param start of everybody's samples
   * @param records of a request: a multiple of a hundred, or a divisor
   */
  Devices(int connection, Instant start, int records) {
    this(connection, USERS, start, records);
  }

  /**
   * @param all users of the connection
   * @param records of a request: a multiple of {@code all}, or a divisor
   */
  Devices(int connection, int all, Instant start, int records) {
    this.all = all;
    this.firstUser = FIRST_USER + (long) connection * all;
    this.startMillis = start.truncatedTo(ChronoUnit.SECONDS).toEpochMilli();
    this.users = Math.min(records, all);
    this.moments = records / users;
    if (all % users != 0 || users * moments != records) {
      throw new IllegalArgumentException(records + " records do not spread evenly");
    }
  }

  /** Whose samples begin two hours ago, so that a round ends before now. */
  static Devices recent(int connection, int records) {
    return late(connection, records, Duration.ZERO);
  }

  /** The same, so much before. */
  static Devices late(int connection, int records, Duration by) {
    return new Devices(connection, Instant.now().minus(START).minus(by), records);
  }

  /** Recent ones of so many users. */
  static Devices of(int connection, int all, int records) {
    return new Devices(connection, all, Instant.now().minus(START), records);
  }

  /** In each request. */
  int users() {
    return users;
  }

  /** Of each user in a request. */
  int moments() {
    return moments;
  }

  int records() {
    return users * moments;
  }

  /** Of the request of this number, counted from 0; the others follow it. */
  long firstUser(long request) {
    return firstUser + request * users % all;
  }

  /** Of the request of this number; the others follow by the step. */
  long firstMillis(long request) {
    return startMillis + request * users / all * moments * STEP_MILLIS;
  }
}
