package dev.vitals.service.crash;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one client sends: requests of one, a hundred and five thousand records, some of them late,
 * some with a bad record, and now and then what it sent before.
 */
final class Mix {
  /** Late, and for the rollups to settle meanwhile. */
  private static final int LATE_DAYS = 40;

  private static final int HOURS_OF_ONE_REQUEST = 2;
  private static final int REMEMBERED = 50;

  private final AtomicLong users;
  private final Random random;
  private final Instant today =
      Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(HOURS_OF_ONE_REQUEST, ChronoUnit.HOURS);
  private final List<Request> sent = new ArrayList<>();

  /**
   * @param users the last one there is, of all clients together
   */
  Mix(AtomicLong users, long seed) {
    this.users = users;
    this.random = new Random(seed);
  }

  Request next() {
    if (!sent.isEmpty() && oneOf(20)) {
      return sent.get(random.nextInt(sent.size()));
    }
    Instant from = oneOf(5) ? today.minus(LATE_DAYS, ChronoUnit.DAYS) : today;
    Request request = new Request(users.incrementAndGet(), from, records(), !oneOf(10));
    if (sent.size() == REMEMBERED) {
      sent.remove(0);
    }
    sent.add(request);
    return request;
  }

  private int records() {
    int percent = random.nextInt(100);
    if (percent < 2) {
      return 5_000;
    }
    return percent < 30 ? 100 : 1;
  }

  private boolean oneOf(int many) {
    return random.nextInt(many) == 0;
  }
}
