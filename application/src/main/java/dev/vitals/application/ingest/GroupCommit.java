package dev.vitals.application.ingest;

import static java.util.Objects.requireNonNull;

import dev.vitals.application.group.GroupRules;
import dev.vitals.application.group.GroupWorkers;
import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
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
  private final GroupWorkers<CommitRequest> writers;

  /** Starts the threads that write, which {@link #close} ends. */
  public GroupCommit(SampleStore store) {
    this(store, ALONE, LONGEST_WAIT);
  }

  GroupCommit(SampleStore store, Duration alone, Duration longestWait) {
    this.store = requireNonNull(store, "store");
    this.writers =
        GroupWorkers.start(
            "group-commit",
            new GroupRules(WRITERS, 1, WORTH_A_SECOND_WRITER, FULL_GROUP, alone, longestWait),
            this::commit);
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

  /** Each of them is decided afterwards, unless the store fails. */
  private Runnable commit(List<CommitRequest> group) {
    List<CommitRequest> wanted = wanted(group);
    if (wanted.isEmpty()) {
      return () -> {};
    }
    try {
      List<StoredKeys> keys = store.store(wanted.stream().map(CommitRequest::batch).toList());
      return () -> tell(wanted, keys);
    } catch (ExpiredSamplesException e) {
      failExpired(wanted, e);
      return commit(wanted);
    }
  }

  private static List<CommitRequest> wanted(List<CommitRequest> group) {
    List<CommitRequest> wanted = new ArrayList<>(group.size());
    for (CommitRequest request : group) {
      if (request.isAbandoned()) {
        // Nobody hears it, and it is no event for a log.
        request.fail(new QueueFullException());
      } else if (!request.outcome().isDone()) {
        wanted.add(request);
      }
    }
    return wanted;
  }

  private static void failExpired(List<CommitRequest> group, ExpiredSamplesException expired) {
    long horizon = EpochMicros.of(expired.horizon());
    for (CommitRequest request : group) {
      if (request.batch().earliestMicros() < horizon) {
        request.fail(expired);
      }
    }
  }

  private static void tell(List<CommitRequest> group, List<StoredKeys> keys) {
    for (int request = 0; request < group.size(); request++) {
      group.get(request).succeed(keys.get(request));
    }
  }
}
