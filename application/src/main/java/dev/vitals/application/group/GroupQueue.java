package dev.vitals.application.group;

import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits, in the order it came, taken in groups. For any number of threads.
 *
 * <p>A group is whatever waits when a worker is free: nobody waits for a group to fill.
 */
final class GroupQueue<W extends Waiting<?>> {
  private final GroupRules rules;
  private final long anotherNanos;
  private final long longestWaitNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<W> waiting = new ArrayDeque<>();
  private int weightWaiting;
  private int groupsUnderWay;
  private long lastTurnNanos;

  /** Whether a worker wakes by itself when those under way have taken long. */
  private boolean isWatched;

  private boolean closed;

  GroupQueue(GroupRules rules) {
    this.rules = rules;
    this.anotherNanos = rules.another().toNanos();
    this.longestWaitNanos = rules.longestWait().toNanos();
  }

  int weightWaiting() {
    lock.lock();
    try {
      return weightWaiting;
    } finally {
      lock.unlock();
    }
  }

  /** Whether no worker has begun or done a group for long. */
  boolean isStuck() {
    lock.lock();
    try {
      return noneMoves();
    } finally {
      lock.unlock();
    }
  }

  /**
   * @throws StoreUnavailableException nothing has moved for long, or this is closed
   */
  void add(W one) {
    lock.lock();
    try {
      if (closed) {
        throw new StoreUnavailableException(Reason.AWAY, null);
      }
      if (noneMoves()) {
        throw new StoreUnavailableException(Reason.BUSY, null);
      }
      waiting.add(one);
      weightWaiting += one.weight();
      // A worker that may not begin yet would be woken for nothing, each time; unless it has yet
      // to find out when it may.
      if (mayBegin() || !isWatched) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the next group, which {@link #done} has to follow.
   *
   * @return in the order of arrival; empty when this is closed and nothing waits any more
   */
  List<W> take() throws InterruptedException {
    lock.lock();
    try {
      while (!mayBegin()) {
        if (closed && waiting.isEmpty()) {
          // Others may still wait for their time beside a group that is done by now.
          changed.signalAll();
          return List.of();
        }
        // What waits may have become due since it was looked at: that is no reason to sleep on.
        long left = anotherNanos - nanosSinceTurn();
        // One is enough.
        boolean watches =
            !isWatched && groupsUnderWay >= rules.unhindered() && (left > 0 || !waiting.isEmpty());
        if (watches) {
          isWatched = true;
          changed.awaitNanos(left);
          isWatched = false;
        } else {
          changed.await();
        }
      }
      List<W> group = nextGroup();
      groupsUnderWay++;
      lastTurnNanos = System.nanoTime();
      return group;
    } finally {
      lock.unlock();
    }
  }

  void done() {
    lock.lock();
    try {
      groupsUnderWay--;
      lastTurnNanos = System.nanoTime();
      if (mayBegin()) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes those that have waited for too long. */
  List<W> takeOverdue() {
    lock.lock();
    try {
      List<W> overdue = new ArrayList<>();
      for (W first = waiting.peek();
          first != null && first.waitedNanos() > longestWaitNanos;
          first = waiting.peek()) {
        overdue.add(remove());
      }
      return overdue;
    } finally {
      lock.unlock();
    }
  }

  /** Fails whatever waits. */
  void failAll(RuntimeException failure) {
    List<W> failing;
    lock.lock();
    try {
      failing = new ArrayList<>(waiting);
      waiting.clear();
      weightWaiting = 0;
    } finally {
      lock.unlock();
    }
    failing.forEach(one -> one.fail(failure));
  }

  /** Takes nothing any more; what waits still has its turn. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean mayBegin() {
    return !waiting.isEmpty()
        && (groupsUnderWay < rules.unhindered()
            || weightWaiting > rules.worthAnother()
            || nanosSinceTurn() >= anotherNanos);
  }

  private List<W> nextGroup() {
    List<W> group = new ArrayList<>();
    int weight = 0;
    for (W next = waiting.peek();
        next != null && (group.isEmpty() || weight + next.weight() <= rules.fullGroup());
        next = waiting.peek()) {
      weight += next.weight();
      group.add(remove());
    }
    return group;
  }

  private W remove() {
    W first = waiting.remove();
    weightWaiting -= first.weight();
    return first;
  }

  private boolean noneMoves() {
    return groupsUnderWay == rules.workers() && nanosSinceTurn() > longestWaitNanos;
  }

  private long nanosSinceTurn() {
    return System.nanoTime() - lastTurnNanos;
  }
}
