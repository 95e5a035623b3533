package dev.vitals.simulator.verify;

import dev.vitals.simulator.wearable.Chance;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What is asked of one user.
 *
 * @param start an epoch second
 * @param end an epoch second, which does not belong
 */
record Question(long userId, long start, long end) {
  private static final long DAY = 24 * 60 * 60;
  private static final int OF_EACH_KIND = 3;

  /**
   * Everything, some UTC days, and some ranges that cut minutes, quarters of an hour and days; one
   * of these begins and one ends exactly on a sample.
   *
   * @param begin the epoch second from which on there is something
   * @param end the one before which there is something
   * @param second of the minute at which this user's device reports
   */
  static Set<Question> about(long userId, long begin, long end, int second, Chance chance) {
    Set<Question> questions = new LinkedHashSet<>();
    questions.add(new Question(userId, begin, end));
    for (int number = 0; number < OF_EACH_KIND; number++) {
      Chance one = chance.with(number);
      long day = Math.floorDiv(moment(one.with("day"), begin, end), DAY) * DAY;
      questions.add(new Question(userId, Math.max(begin, day), Math.min(end, day + DAY)));

      long from = moment(one.with("from"), begin, end - 60);
      long to = moment(one.with("to"), from + 1, end);
      if (number == 0) {
        from = onASample(from, second);
      } else if (number == 1) {
        to = Math.max(from + 1, onASample(to, second));
      }
      questions.add(new Question(userId, Math.max(begin, from), to));
    }
    return questions;
  }

  Instant startInstant() {
    return Instant.ofEpochSecond(start);
  }

  Instant endInstant() {
    return Instant.ofEpochSecond(end);
  }

  String text() {
    return "user " + userId + " " + span();
  }

  String span() {
    return "from " + startInstant() + " to " + endInstant();
  }

  private static long moment(Chance chance, long from, long to) {
    return from + (long) (chance.unit() * (to - from));
  }

  /** The same minute's, or the one before if that were later. */
  private static long onASample(long moment, int second) {
    return Math.floorDiv(moment - second, 60) * 60 + second;
  }
}
