package dev.vitals.application.group;

import dev.vitals.application.store.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Threads that do by itself each of what waits, in the order of arrival: {@link GroupWorkers} whose
 * groups are of one. For any number of threads.
 *
 * @param <Q> what is asked
 * @param <A> what is answered
 */
public final class OneByOne<Q, A> implements AutoCloseable {
  /** Of no account: as many are begun as there are threads. */
  private static final Duration ANOTHER = Duration.ofMillis(5);

  private final Function<Q, A> work;
  private final GroupWorkers<Asked<Q, A>> workers;

  private OneByOne(String name, int threads, Duration longestWait, Function<Q, A> work) {
    this.work = work;
    this.workers =
        GroupWorkers.start(
            name, new GroupRules(threads, threads, 0, 1, ANOTHER, longestWait), this::answer);
  }

  private static final class Asked<Q, A> extends Waiting<A> {
    private final Q question;

    Asked(Q question) {
      this.question = question;
    }

    @Override
    protected int weight() {
      return 1;
    }
  }

  /**
   * With its threads, which {@link #close} ends.
   *
   * @param longestWait of anything for its turn
   */
  public static <Q, A> OneByOne<Q, A> start(
      String name, int threads, Duration longestWait, Function<Q, A> work) {
    return new OneByOne<>(name, threads, longestWait, work);
  }

  /**
   * Returns at once. What is returned is completed by a thread of ours, which must not be held up.
   * It fails with what the work throws, or with {@link StoreUnavailableException} if its turn does
   * not come.
   */
  public CompletableFuture<A> ask(Q question) {
    Asked<Q, A> asked = new Asked<>(question);
    workers.add(asked);
    return asked.outcome();
  }

  /** Whether nothing has moved for long, though as many wait as are asked at once. */
  public boolean isStuck() {
    return workers.isStuck();
  }

  /** Does what waits, and takes nothing any more. */
  @Override
  public void close() {
    workers.close();
  }

  private Runnable answer(List<Asked<Q, A>> one) {
    Asked<Q, A> asked = one.get(0);
    A answer = work.apply(asked.question);
    return () -> asked.succeed(answer);
  }
}
