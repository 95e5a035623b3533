package dev.vitals.application.ingest;

import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Requests in the order they came, taken in groups. For any number of threads.
 *
 * <p>A group is whatever waits when a writer is free: nobody waits for a group to fill. While one
 * is being committed a second is begun only if there is much to write; or if the first takes long,
 * for a disk that is slow or for something in it that is not its neighbours' fault.
 */
final class CommitQueue {
  /** In samples. Larger ones gain nothing, and hold up whoever is in them. */
  static final int FULL_GROUP = 20_000;

  /**
   * In samples. From about here on the database's work on the rows is more than a commit costs, and
   * two writers keep two cores busy; below, they halve the groups and not the time.
   */
  static final int WORTH_A_SECOND_WRITER = 200;

  private final int writers;
  private final long aloneNanos;
  private final long stuckNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<CommitRequest> waiting = new ArrayDeque<>();
  private int samplesWaiting;
  private int groupsUnderWay;
  private long lastTurnNanos;

  /** Whether a writer wakes by itself when the group under way has taken long. */
  private boolean isWatched;

  private boolean closed;

  /**
   * @param writers how many threads take groups
   */
  CommitQueue(int writers, Patience patience) {
    this.writers = writers;
    this.aloneNanos = patience.alone().toNanos();
    this.stuckNanos = patience.longestWait().toNanos();
  }

  int samplesWaiting() {
    lock.lock();
    try {
      return samplesWaiting;
    } finally {
      lock.unlock();
    }
  }

  /** Whether no writer has begun or done a group for long. */
  boolean isStuck() {
    lock.lock();
    try {
      return noneMoves();
    } finally {
      lock.unlock();
    }
  }

  /**
   * @throws StoreUnavailableException the store has not moved for long, or this is closed
   */
  void add(CommitRequest request) {
    lock.lock();
    try {
      if (closed) {
        throw new StoreUnavailableException(Reason.AWAY, null);
      }
      if (noneMoves()) {
        throw new StoreUnavailableException(Reason.BUSY, null);
      }
      waiting.add(request);
      samplesWaiting += request.batch().size();
      // A writer that may not begin yet would be woken for nothing, once a request; unless
      // it has yet to find out when it may.
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
   * @return in arrival order; empty when this is closed and nothing waits any more
   */
  List<CommitRequest> take() throws InterruptedException {
    lock.lock();
    try {
      while (!mayBegin()) {
        if (closed && waiting.isEmpty()) {
          // The other may still wait for its time beside a group that is done by now.
          changed.signalAll();
          return List.of();
        }
        // What waits may have become due since it was looked at: that is no reason to sleep on.
        long left = aloneNanos - nanosSinceTurn();
        isWatched = groupsUnderWay > 0 && (left > 0 || !waiting.isEmpty());
        if (isWatched) {
          changed.awaitNanos(left);
        } else {
          changed.await();
        }
        isWatched = false;
      }
      List<CommitRequest> group = nextGroup();
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
    } finally {
      lock.unlock();
    }
  }

  /** Takes a request back. False if its turn has come, and with it its outcome. */
  boolean withdraw(CommitRequest request) {
    lock.lock();
    try {
      boolean waited = waiting.remove(request);
      if (waited) {
        samplesWaiting -= request.batch().size();
      }
      return waited;
    } finally {
      lock.unlock();
    }
  }

  /** Fails whatever waits. */
  void failAll(RuntimeException failure) {
    lock.lock();
    try {
      waiting.forEach(request -> request.fail(failure));
      waiting.clear();
      samplesWaiting = 0;
    } finally {
      lock.unlock();
    }
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
        && (groupsUnderWay == 0
            || samplesWaiting > WORTH_A_SECOND_WRITER
            || nanosSinceTurn() >= aloneNanos);
  }

  private List<CommitRequest> nextGroup() {
    List<CommitRequest> group = new ArrayList<>();
    int samples = 0;
    for (CommitRequest next = waiting.peek();
        next != null && (group.isEmpty() || samples + next.batch().size() <= FULL_GROUP);
        next = waiting.peek()) {
      samples += next.batch().size();
      group.add(remove());
    }
    return group;
  }

  private CommitRequest remove() {
    CommitRequest request = waiting.remove();
    samplesWaiting -= request.batch().size();
    return request;
  }

  private boolean noneMoves() {
    return groupsUnderWay == writers && nanosSinceTurn() > stuckNanos;
  }

  private long nanosSinceTurn() {
    return System.nanoTime() - lastTurnNanos;
  }
}
