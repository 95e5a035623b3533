package dev.vitals.application.query;

import static java.util.Objects.requireNonNull;

import dev.vitals.application.group.GroupRules;
import dev.vitals.application.group.GroupWorkers;
import dev.vitals.application.group.Waiting;
import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.user.IdentifyUsers;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.rollup.UnanswerableRangeException;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.domain.user.UserId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Answers what one user's samples of a range add up to. Questions that wait at the same time are
 * asked as one: for a short one, to reach the store takes several times as long as to answer it.
 * For any number of threads.
 */
public final class SummarizeRange implements AutoCloseable {
  /** More gain little, and all of them wait for the slowest. */
  private static final int MOST_TOGETHER = 16;

  /** At once, where questions take long. */
  private static final int WORKERS = 8;

  /** More would be smaller groups, and no core is idle. */
  private static final int UNHINDERED =
      Math.min(WORKERS, Math.max(2, Runtime.getRuntime().availableProcessors()));

  /** However many wait, more groups at once answer them no sooner. */
  private static final int NEVER = Integer.MAX_VALUE;

  private static final GroupRules RULES =
      new GroupRules(
          WORKERS, UNHINDERED, NEVER, MOST_TOGETHER, Duration.ofMillis(5), Duration.ofSeconds(2));

  private final IdentifyUsers users;
  private final SummarySource source;
  private final GroupWorkers<Asked> workers;

  /** Starts the threads that ask, which {@link #close} ends. */
  public SummarizeRange(IdentifyUsers users, SummarySource source) {
    this(users, source, RULES);
  }

  SummarizeRange(IdentifyUsers users, SummarySource source, GroupRules rules) {
    this.users = requireNonNull(users, "users");
    this.source = requireNonNull(source, "source");
    this.workers = GroupWorkers.start("question", rules, this::ask);
  }

  private static final class Asked extends Waiting<Summary> {
    private final RangeQuestion question;

    Asked(RangeQuestion question) {
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
   * @return {@linkplain Summary#isEmpty() empty} when the range holds no sample of this user. It is
   *     completed by a thread of ours, which must not be held up, and fails with:
   *     <ul>
   *       <li>{@link UnanswerableRangeException} the range cuts a bucket whose samples are dropped
   *           by retention
   *       <li>{@link StoreUnavailableException} no answer this time; asking again is harmless
   *       <li>{@link StoreRejectedException} the store refuses the question
   *     </ul>
   */
  public CompletableFuture<Summary> summarize(
      UserId user, TimeRange range, MetricCatalogue metrics) {
    // A name that nobody has is asked for like an integer that nobody has, and answered so.
    return users
        .find(user)
        .thenCompose(number -> summarize(new RangeQuestion(number, range, metrics)));
  }

  private CompletableFuture<Summary> summarize(RangeQuestion question) {
    Asked asked = new Asked(question);
    workers.add(asked);
    return asked.outcome();
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

  private Runnable ask(List<Asked> group) {
    List<Summary> answers = source.summarize(group.stream().map(asked -> asked.question).toList());
    return () -> tell(group, answers);
  }

  private static void tell(List<Asked> group, List<Summary> answers) {
    for (int i = 0; i < group.size(); i++) {
      group.get(i).succeed(answers.get(i));
    }
  }
}
