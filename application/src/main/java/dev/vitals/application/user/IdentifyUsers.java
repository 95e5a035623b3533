package dev.vitals.application.user;

import static java.util.Objects.requireNonNull;

import dev.vitals.application.group.GroupRules;
import dev.vitals.application.group.GroupWorkers;
import dev.vitals.application.group.Waiting;
import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.domain.sample.NamedSamples;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.user.UserId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Tells whose samples are meant where users have names. Names that are remembered take a look; the
 * others are asked for together, as all that wait at the same time. For any number of threads.
 */
public final class IdentifyUsers implements AutoCloseable {
  private static final int WORKERS = 2;

  /** In names: a statement's arrays are some hundred kilobytes then. */
  private static final int FULL_GROUP = 10_000;

  private static final GroupRules RULES =
      new GroupRules(
          WORKERS, 1, Integer.MAX_VALUE, FULL_GROUP, Duration.ofMillis(5), Duration.ofSeconds(5));

  private final UserDirectory directory;
  private final GroupWorkers<Asked> workers;

  /** Starts the threads that ask, which {@link #close} ends. */
  public IdentifyUsers(UserDirectory directory) {
    this.directory = requireNonNull(directory, "directory");
    this.workers = GroupWorkers.start("users", RULES, this::ask);
  }

  private static final class Asked extends Waiting<long[]> {
    private final List<String> names;
    private final boolean adding;

    Asked(List<String> names, boolean adding) {
      this.names = names;
      this.adding = adding;
    }

    @Override
    protected int weight() {
      return names.size();
    }
  }

  /**
   * The number of a name that is in memory; else {@link UserId#NOBODY}. Does not wait for anything.
   */
  public long remembered(String name) {
    return directory.remembered(name);
  }

  /**
   * The samples with their users. Those that are named for the first time are added, committed
   * before this is complete; whether their samples ever are is another matter, and a name without
   * samples harms nobody.
   *
   * <p>Returns at once. What is returned is complete already if all are known; else a thread of
   * ours completes it, which must not be held up for long. It fails with:
   *
   * <ul>
   *   <li>{@link StoreUnavailableException} not this time; asking again is safe
   *   <li>{@link StoreRejectedException} the store refuses a name
   * </ul>
   */
  public CompletableFuture<SampleBatch> identify(NamedSamples samples) {
    return samples.names().isEmpty()
        ? CompletableFuture.completedFuture(samples.samples())
        : numbers(samples.names(), true).thenApply(samples::identified);
  }

  /**
   * The number that a user's samples are stored by, as {@link #identify} returns it; {@link
   * UserId#NOBODY} for a name that was never added, which is not added either.
   */
  public CompletableFuture<Long> find(UserId user) {
    String name = user.name();
    if (name == null) {
      return CompletableFuture.completedFuture(user.number());
    }
    long number = directory.remembered(name);
    return number == UserId.NOBODY
        ? numbers(List.of(name), false).thenApply(numbers -> numbers[0])
        : CompletableFuture.completedFuture(number);
  }

  /** Whether nobody has been answered for long, though as many wait as are asked at once. */
  public boolean isStuck() {
    return workers.isStuck();
  }

  /** Answers what waits, and takes nothing any more. */
  @Override
  public void close() {
    workers.close();
  }

  private CompletableFuture<long[]> numbers(List<String> names, boolean adding) {
    Asked asked = new Asked(names, adding);
    workers.add(asked);
    return asked.outcome();
  }

  private Runnable ask(List<Asked> group) {
    Map<String, Long> known = new HashMap<>();
    Set<String> adding = new HashSet<>();
    Set<String> finding = new HashSet<>();
    for (Asked asked : group) {
      for (String name : asked.names) {
        // Some may have been added while it waited.
        long number = directory.remembered(name);
        if (number == UserId.NOBODY) {
          (asked.adding ? adding : finding).add(name);
        } else {
          known.put(name, number);
        }
      }
    }
    known.putAll(directory.findOrAdd(adding));
    known.putAll(directory.find(finding));
    return () -> group.forEach(asked -> asked.succeed(numbers(asked.names, known)));
  }

  private static long[] numbers(List<String> names, Map<String, Long> known) {
    return names.stream().mapToLong(name -> known.getOrDefault(name, UserId.NOBODY)).toArray();
  }
}
