package dev.vitals.application.group;

import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.domain.rollup.UnanswerableRangeException;
import dev.vitals.domain.series.UnanswerableBucketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Threads that do in groups what waits. For any number of threads.
 *
 * <p>Nobody fails for a neighbour: a group that the store refuses, or has no time for, is split, in
 * the order of arrival, until whose fault it is stands alone. If the store is away whatever waits
 * fails at once: the next would learn the same, each after a time of its own.
 */
public final class GroupWorkers<W extends Waiting<?>> implements AutoCloseable {
  /** What is done with a group. */
  public interface Work<W> {
    /**
     * Decides about all of the group, or throws, which leaves those undecided that are so yet.
     *
     * @return what is left to do when the next group may be begun: to tell them
     */
    Runnable on(List<W> group);
  }

  private final GroupQueue<W> queue;
  private final Work<W> work;
  private final Duration longestWait;
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  private GroupWorkers(GroupRules rules, Work<W> work) {
    this.queue = new GroupQueue<>(rules);
    this.work = work;
    this.longestWait = rules.longestWait();
  }

  /** With its threads, which {@link #close} ends. */
  public static <W extends Waiting<?>> GroupWorkers<W> start(
      String name, GroupRules rules, Work<W> work) {
    GroupWorkers<W> workers = new GroupWorkers<>(rules, work);
    for (int i = 0; i < rules.workers(); i++) {
      workers.start(name, workers::work);
    }
    workers.start(name + "-overdue", workers::refuseOverdue);
    return workers;
  }

  private void start(String name, Runnable run) {
    Thread thread = new Thread(run, name);
    // A start that fails behind this one must not keep the process.
    thread.setDaemon(true);
    thread.start();
    threads.add(thread);
  }

  /**
   * Has it done with others. It fails with a {@link StoreUnavailableException} if its turn does not
   * come: if nothing moves for long, or this is closed.
   */
  public void add(W one) {
    try {
      queue.add(one);
    } catch (StoreUnavailableException e) {
      one.fail(e);
    }
  }

  /** Of all whose turn has not come. */
  public int weightWaiting() {
    return queue.weightWaiting();
  }

  /** Whether nothing has moved for so long that more is refused. */
  public boolean isStuck() {
    return queue.isStuck();
  }

  /** Does what waits, and takes nothing any more. */
  @Override
  public void close() {
    queue.close();
    closed.countDown();
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try {
      for (List<W> group = queue.take(); !group.isEmpty(); group = queue.take()) {
        done(group).run();
      }
    } catch (InterruptedException e) {
      // Nobody interrupts these but a JVM that gives up on them.
      Thread.currentThread().interrupt();
    }
  }

  private Runnable done(List<W> group) {
    try {
      return done(group, System.nanoTime() + longestWait.toNanos());
    } catch (RuntimeException | Error e) {
      // A bug, and not the end of this thread, nor a wait for ever for those who wait.
      return () -> fail(group, e);
    } finally {
      queue.done();
    }
  }

  /**
   * @param untilNanos how long a group that the store has no time for is tried in parts
   */
  private Runnable done(List<W> group, long untilNanos) {
    try {
      return work.on(group);
    } catch (StoreUnavailableException e) {
      if (e.reason() != Reason.BUSY) {
        queue.failAll(e);
        return () -> fail(group, e);
      }
      // One that waits for a lock, or asks for too much, makes all of its group wait.
      return System.nanoTime() - untilNanos < 0
          ? inHalves(group, e, untilNanos)
          : () -> fail(group, e);
    } catch (StoreRejectedException | UnanswerableRangeException | UnanswerableBucketException e) {
      return inHalves(group, e, untilNanos);
    }
  }

  /** The first half does not wait for the second to be told. */
  private Runnable inHalves(List<W> group, RuntimeException failure, long untilNanos) {
    if (group.size() == 1) {
      return () -> fail(group, failure);
    }
    int middle = group.size() / 2;
    done(group.subList(0, middle), untilNanos).run();
    return done(group.subList(middle, group.size()), untilNanos);
  }

  private static void fail(List<? extends Waiting<?>> group, Throwable failure) {
    group.forEach(one -> one.fail(failure));
  }

  private void refuseOverdue() {
    long lookEvery = longestWait.dividedBy(8).toNanos();
    try {
      while (!closed.await(lookEvery, TimeUnit.NANOSECONDS)) {
        for (W one : queue.takeOverdue()) {
          one.fail(new StoreUnavailableException(Reason.BUSY, null));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
