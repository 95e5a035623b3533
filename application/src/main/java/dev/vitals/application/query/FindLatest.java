package dev.vitals.application.query;

import static java.util.Objects.requireNonNull;

import dev.vitals.application.group.OneByOne;
import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.user.IdentifyUsers;
import dev.vitals.domain.latest.LatestValues;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.user.UserId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Answers what one user's metrics were last. Each is a statement of its own: some metrics are found
 * at once, others take a look at years. For any number of threads.
 */
public final class FindLatest implements AutoCloseable {
  private static final int WORKERS = 4;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  private final IdentifyUsers users;
  private final OneByOne<LatestQuestion, LatestValues> questions;

  /** Starts the threads that ask, which {@link #close} ends. */
  public FindLatest(IdentifyUsers users, LatestSource source) {
    this.users = requireNonNull(users, "users");
    this.questions = OneByOne.start("latest", WORKERS, LONGEST_WAIT, source::latest);
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
        .thenCompose(number -> questions.ask(new LatestQuestion(number, metrics)));
  }

  /** Whether none has been answered for long, though as many wait as are asked at once. */
  public boolean isStuck() {
    return questions.isStuck();
  }

  /** Answers what waits, and takes nothing any more. */
  @Override
  public void close() {
    questions.close();
  }
}
