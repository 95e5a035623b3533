package dev.vitals.simulator.sync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands syncs to the threads that send them, none before it is due. Only what to send is decided
 * under the lock; what it holds is worked out by the threads themselves.
 */
public final class SyncFeed {
  private final Iterator<Sync> syncs;
  private final Pace pace;
  private @Nullable Sync head;
  private boolean stopped;

  public SyncFeed(Iterator<Sync> syncs, Pace pace) {
    this.syncs = syncs;
    this.pace = pace;
  }

  /**
   * Waits until something is due, and takes what is due then.
   *
   * @param minutes at most so many in all; a longer sync is cut
   * @return empty when there is no more
   */
  public synchronized List<Sync> take(int minutes) throws InterruptedException {
    List<Sync> taken = new ArrayList<>();
    long room = minutes;
    while (room > 0 && !stopped) {
      Sync next = head();
      if (next == null) {
        break;
      }
      Duration wait = pace.until(next.dueSecond());
      if (wait.isZero() || wait.isNegative()) {
        long part = Math.min(room, next.minutes());
        taken.add(next.first(part));
        head = part == next.minutes() ? null : next.without(part);
        room -= part;
      } else if (taken.isEmpty()) {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, wait.toNanos()));
      } else {
        break;
      }
    }
    return taken;
  }

  /** From now on there is no more. */
  public synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  private @Nullable Sync head() {
    if (head == null && syncs.hasNext()) {
      head = syncs.next();
    }
    return head;
  }
}
