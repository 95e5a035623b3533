package dev.vitals.application.ingest;

import static java.util.Objects.requireNonNull;

import dev.vitals.application.group.GroupRules;
import dev.vitals.application.group.GroupWorkers;
import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.StoredKeys;
import dev.vitals.domain.time.EpochMicros;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Commits what waits at the same time as one batch: a commit takes milliseconds however few rows it
 * has, and a hundred requests of one sample take one of them. For any number of threads.
 *
 * <p>While one group is being committed a second is begun only if there is much to write; or if the
 * first takes long, for a disk that is slow or for something in it that is not its neighbours'
 * fault.
 *
 * <p>A group that the store refuses is split, in arrival order, until whose fault it is stands
 * alone: nobody fails for a neighbour.
 */
public final class GroupCommit implements AutoCloseable {
  /** In samples. Larger ones gain nothing, and hold up whoever is in them. */
  static final int FULL_GROUP = 20_000;

  /**
   * In samples. From about here on the database's work on the rows is more than a commit costs, and
   * two writers keep two cores busy; below, they halve the groups and not the time.
   */
  static final int WORTH_A_SECOND_WRITER = 200;

  private static final int WRITERS = 2;

  /**
   * On a disk that takes no longer for a commit, a second group only makes both of them smaller; on
   * one that does, it arrives while the first still waits for the disk.
   */
  private static final Duration ALONE = Duration.ofMillis(1);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final SampleStore store;
  private final Duration longestWait;
  private final GroupWorkers<CommitRequest> writers;

  /** Starts the threads that write, which {@link #close} ends. */
  public GroupCommit(SampleStore store) {
    this(store, ALONE, LONGEST_WAIT);
  }

  GroupCommit(SampleStore store, Duration alone, Duration longestWait) {
    this.store = requireNonNull(store, "store");
    this.longestWait = longestWait;
    this.writers =
        GroupWorkers.start(
            "group-commit",
            new GroupRules(WRITERS, 1, WORTH_A_SECOND_WRITER, FULL_GROUP, alone, longestWait),
            group -> commit(group));
  }

  /**
   * Returns at once.
   *
   * @param samples collapsed, not empty
   * @param isCallerGone whether nobody waits for this any more, so that it need not be stored;
   *     asked by another thread, and only if it has to wait for long
   * @return once the samples are committed, what became of their keys. It fails with:
   *     <ul>
   *       <li>{@link ExpiredSamplesException} some are older than what retention keeps; nothing is
   *           stored
   *       <li>{@link StoreUnavailableException} not this time, or nobody knows; sending them again
   *           is safe
   *       <li>{@link StoreRejectedException} the store refuses them; nothing is stored
   *     </ul>
   */
  CompletableFuture<StoredKeys> commit(SampleBatch samples, BooleanSupplier isCallerGone) {
    CommitRequest request = new CommitRequest(samples, isCallerGone);
    writers.add(request);
    return request.outcome();
  }

  /** Of requests whose turn has not come. */
  public int samplesWaiting() {
    return writers.weightWaiting();
  }

  /** Whether the store has not moved for so long that requests are refused. */
  public boolean isStuck() {
    return writers.isStuck();
  }

  /** Commits what waits, and takes nothing any more. */
  @Override
  public void close() {
    writers.close();
  }

  private Runnable commit(List<CommitRequest> group) {
    return commit(wanted(group), System.nanoTime() + longestWait.toNanos());
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
   * Each of them is decided afterwards.
   *
   * @param untilNanos how long a group that the store has no time for is tried in parts
   * @return what tells them
   */
  private Runnable commit(List<CommitRequest> group, long untilNanos) {
    if (group.isEmpty()) {
      return () -> {};
    }
    try {
      List<StoredKeys> keys = store.store(group.stream().map(CommitRequest::batch).toList());
      return () -> tell(group, keys);
    } catch (ExpiredSamplesException e) {
      return commitUnexpired(group, e, untilNanos);
    } catch (StoreRejectedException e) {
      return commitInHalves(group, e, untilNanos);
    } catch (StoreUnavailableException e) {
      if (e.reason() != Reason.BUSY) {
        // The next would learn the same, each after a time of its own.
        writers.failAll(e);
        return () -> fail(group, e);
      }
      if (System.nanoTime() - untilNanos < 0) {
        // One that waits for a lock, or merges too much, makes all of its group wait.
        return commitInHalves(group, e, untilNanos);
      }
      return () -> fail(group, e);
    }
  }

  private Runnable commitUnexpired(
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
    return commit(unexpired, untilNanos);
  }

  /** The first half does not wait for the second to be told. */
  private Runnable commitInHalves(
      List<CommitRequest> group, RuntimeException failure, long untilNanos) {
    if (group.size() == 1) {
      return () -> fail(group, failure);
    }
    int middle = group.size() / 2;
    commit(group.subList(0, middle), untilNanos).run();
    return commit(group.subList(middle, group.size()), untilNanos);
  }

  private static void tell(List<CommitRequest> group, List<StoredKeys> keys) {
    for (int request = 0; request < group.size(); request++) {
      group.get(request).succeed(keys.get(request));
    }
  }

  private static void fail(List<CommitRequest> group, Throwable failure) {
    group.forEach(request -> request.fail(failure));
  }
}
