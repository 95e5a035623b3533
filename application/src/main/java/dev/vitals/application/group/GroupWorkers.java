package dev.vitals.application.group;

import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Threads that do in groups what waits. For any number of threads. */
public final class GroupWorkers<W extends Waiting<?>> implements AutoCloseable {
  /** What is done with a group. */
  public interface Work<W> {
    /**
     * Decides about all of the group, or throws, which fails those that are not decided yet.
     *
     * @return what is left to do when the next group may be begun: to tell them
     */
    Runnable on(List<W> group);
  }

  private final GroupQueue<W> queue;
  private final Work<W> work;
  private final Duration lookEvery;
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  private GroupWorkers(GroupRules rules, Work<W> work) {
    this.queue = new GroupQueue<>(rules);
    this.work = work;
    this.lookEvery = rules.longestWait().dividedBy(8);
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

  /** Fails whatever waits. */
  public void failAll(RuntimeException failure) {
    queue.failAll(failure);
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
      return work.on(group);
    } catch (RuntimeException | Error e) {
      // A bug, and not the end of this thread, nor a wait for ever for those who wait.
      return () -> group.forEach(one -> one.fail(e));
    } finally {
      queue.done();
    }
  }

  private void refuseOverdue() {
    try {
      while (!closed.await(lookEvery.toNanos(), TimeUnit.NANOSECONDS)) {
        for (W one : queue.takeOverdue()) {
          one.fail(new StoreUnavailableException(Reason.BUSY, null));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
