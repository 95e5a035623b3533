package dev.vitals.application.ingest;

import static java.util.Objects.requireNonNull;

import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.StoredKeys;
import dev.vitals.domain.time.EpochMicros;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Commits what waits at the same time as one batch: a commit takes milliseconds however few rows it
 * has, and a hundred requests of one sample take one of them. For any number of threads.
 *
 * <p>A group that the store refuses is split, in arrival order, until whose fault it is stands
 * alone: nobody fails for a neighbour.
 */
public final class GroupCommit implements AutoCloseable {
  private static final int WRITERS = 2;

  private final SampleStore store;
  private final Patience patience;
  private final CommitQueue queue;
  private final List<Thread> writers;

  /** Starts the threads that write, which {@link #close} ends. */
  public GroupCommit(SampleStore store) {
    this(store, Patience.DEFAULT);
  }

  GroupCommit(SampleStore store, Patience patience) {
    this.store = requireNonNull(store, "store");
    this.patience = patience;
    this.queue = new CommitQueue(WRITERS, patience);
    this.writers =
        Stream.generate(() -> new Thread(this::write, "group-commit")).limit(WRITERS).toList();
    for (Thread writer : writers) {
      // A start that fails behind this one must not keep the process.
      writer.setDaemon(true);
      writer.start();
    }
  }

  /**
   * Returns once the samples are committed.
   *
   * @param samples collapsed, not empty
   * @param isCallerGone whether nobody waits for this any more, so that it need not be stored;
   *     asked by another thread, and only if it has to wait for long
   * @return what became of their keys
   * @throws ExpiredSamplesException some are older than what retention keeps; nothing is stored
   * @throws StoreUnavailableException not this time, or nobody knows; sending them again is safe
   * @throws StoreRejectedException the store refuses them; nothing is stored
   */
  StoredKeys commit(SampleBatch samples, BooleanSupplier isCallerGone) {
    CommitRequest request = new CommitRequest(samples, isCallerGone);
    queue.add(request);
    if (!request.isDecidedWithin(patience.longestWait()) && queue.withdraw(request)) {
      throw new StoreUnavailableException(Reason.BUSY, null);
    }
    return request.await();
  }

  /** Of requests whose turn has not come. */
  public int samplesWaiting() {
    return queue.samplesWaiting();
  }

  /** Whether the store has not moved for so long that requests are refused. */
  public boolean isStuck() {
    return queue.isStuck();
  }

  /** Commits what waits, and takes nothing any more. */
  @Override
  public void close() {
    queue.close();
    try {
      for (Thread writer : writers) {
        writer.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    try {
      for (List<CommitRequest> group = queue.take(); !group.isEmpty(); group = queue.take()) {
        try {
          commit(wanted(group), System.nanoTime() + patience.longestWait().toNanos());
        } catch (RuntimeException | Error e) {
          // A bug, and not the end of this thread, nor a wait for ever for those who wait.
          fail(group, e);
        } finally {
          queue.done();
        }
      }
    } catch (InterruptedException e) {
      // Nobody interrupts these but a JVM that gives up on them.
      Thread.currentThread().interrupt();
    }
  }

  private static List<CommitRequest> wanted(List<CommitRequest> group) {
    List<CommitRequest> wanted = new ArrayList<>(group.size());
    for (CommitRequest request : group) {
      if (request.isAbandoned()) {
        // Nobody hears it, and it is no event for a log.
        request.fail(new QueueFullException());
      } else {
        wanted.add(request);
      }
    }
    return wanted;
  }

  /**
   * Each of them has succeeded or failed afterwards.
   *
   * @param untilNanos how long a group that the store has no time for is tried in parts
   */
  private void commit(List<CommitRequest> group, long untilNanos) {
    if (group.isEmpty()) {
      return;
    }
    try {
      List<StoredKeys> keys = store.store(group.stream().map(CommitRequest::batch).toList());
      for (int request = 0; request < group.size(); request++) {
        group.get(request).succeed(keys.get(request));
      }
    } catch (ExpiredSamplesException e) {
      commitUnexpired(group, e, untilNanos);
    } catch (StoreRejectedException e) {
      commitInHalves(group, e, untilNanos);
    } catch (StoreUnavailableException e) {
      if (e.reason() != Reason.BUSY) {
        // The next would learn the same, each after a time of its own.
        fail(group, e);
        queue.failAll(e);
      } else if (System.nanoTime() - untilNanos < 0) {
        // One that waits for a lock, or merges too much, makes all of its group wait.
        commitInHalves(group, e, untilNanos);
      } else {
        fail(group, e);
      }
    }
  }

  private void commitUnexpired(
      List<CommitRequest> group, ExpiredSamplesException expired, long untilNanos) {
    long horizon = EpochMicros.of(expired.horizon());
    List<CommitRequest> unexpired = new ArrayList<>(group.size());
    for (CommitRequest request : group) {
      if (request.batch().earliestMicros() < horizon) {
        request.fail(expired);
      } else {
        unexpired.add(request);
      }
    }
    commit(unexpired, untilNanos);
  }

  private void commitInHalves(
      List<CommitRequest> group, RuntimeException failure, long untilNanos) {
    if (group.size() == 1) {
      fail(group, failure);
      return;
    }
    int middle = group.size() / 2;
    commit(group.subList(0, middle), untilNanos);
    commit(group.subList(middle, group.size()), untilNanos);
  }

  private static void fail(List<CommitRequest> group, Throwable failure) {
    group.forEach(request -> request.fail(failure));
  }
}
