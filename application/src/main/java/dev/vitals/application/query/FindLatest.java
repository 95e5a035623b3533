package dev.vitals.application.query;

import static java.util.Objects.requireNonNull;

import dev.vitals.application.group.GroupRules;
import dev.vitals.application.group.GroupWorkers;
import dev.vitals.application.group.Waiting;
import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.user.IdentifyUsers;
import dev.vitals.domain.latest.LatestValues;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.user.UserId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Answers what one user's metrics were last. Each is a statement of its own: some metrics are found
 * at once, others take a look at years. For any number of threads.
 */
public final class FindLatest implements AutoCloseable {
  private static final int WORKERS = 4;

  private static final GroupRules RULES =
      new GroupRules(WORKERS, WORKERS, 0, 1, Duration.ofMillis(5), Duration.ofSeconds(2));

  private final IdentifyUsers users;
  private final LatestSource source;
  private final GroupWorkers<Asked> workers;

  /** Starts the threads that ask, which {@link #close} ends. */
  public FindLatest(IdentifyUsers users, LatestSource source) {
    this.users = requireNonNull(users, "users");
    this.source = requireNonNull(source, "source");
    this.workers = GroupWorkers.start("latest", RULES, this::ask);
  }

  private static final class Asked extends Waiting<LatestValues> {
    private final LatestQuestion question;

    Asked(LatestQuestion question) {
      this.question = question;
    }

    @Override
    protected int weight() {
      return 1;
    }
  }

  /**
   * Returns at once.
   *
   * @param metrics those to be told
   * @return {@linkplain LatestValues#hasSamples without samples} for an unknown user. It is
   *     completed by a thread of ours, which must not be held up, and fails with:
   *     <ul>
   *       <li>{@link StoreUnavailableException} no answer this time; asking again is harmless
   *       <li>{@link StoreRejectedException} the store refuses the question
   *     </ul>
   */
  public CompletableFuture<LatestValues> find(UserId user, MetricCatalogue metrics) {
    return users
        .find(user)
        .thenCompose(
            number -> {
              Asked asked = new Asked(new LatestQuestion(number, metrics));
              workers.add(asked);
              return asked.outcome();
            });
  }

  /** Whether none has been answered for long, though as many wait as are asked at once. */
  public boolean isStuck() {
    return workers.isStuck();
  }

  /** Answers what waits, and takes nothing any more. */
  @Override
  public void close() {
    workers.close();
  }

  private Runnable ask(List<Asked> one) {
    Asked asked = one.get(0);
    LatestValues values = source.latest(asked.question);
    return () -> asked.succeed(values);
  }
}
