package dev.vitals.simulator.verify;

import dev.vitals.simulator.ingest.Acknowledgements;
import dev.vitals.simulator.sync.Sync;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What was acknowledged of some users: every so many, so that memory stays bounded however large
 * the fleet is. A reading is a function of user and minute, so a bit a minute is enough to work out
 * any answer, and what is sent twice counts once by itself.
 */
public final class Ledger implements Acknowledgements {
  private static final int ENOUGH_OF_A_FLEET = 200;
  private static final int MOST = 500;

  private final Map<Long, TrackedMinutes> users = new ConcurrentSkipListMap<>();
  private final long firstUser;
  private final int stride;
  private final long begin;

  /**
   * @param begin the epoch minute before which nothing is sent
   */
  public Ledger(long firstUser, int fleet, long begin) {
    this.firstUser = firstUser;
    this.stride = (fleet + ENOUGH_OF_A_FLEET - 1) / ENOUGH_OF_A_FLEET;
    this.begin = begin;
  }

  @Override
  public void acknowledged(Sync sync) {
    if (isTracked(sync.userId())) {
      of(sync.userId()).acknowledged(minute(sync.from()), minute(sync.to()));
    }
  }

  @Override
  public void unknown(Sync sync) {
    if (isTracked(sync.userId())) {
      of(sync.userId()).unknown(minute(sync.from()), minute(sync.to()));
    }
  }

  long begin() {
    return begin;
  }

  boolean isTracked(long userId) {
    return (userId - firstUser) % stride == 0 && (users.containsKey(userId) || users.size() < MOST);
  }

  Map<Long, TrackedMinutes> users() {
    return users;
  }

  private int minute(long epochMinute) {
    return Math.toIntExact(epochMinute - begin);
  }

  private TrackedMinutes of(long userId) {
    return users.computeIfAbsent(userId, id -> new TrackedMinutes());
  }
}
