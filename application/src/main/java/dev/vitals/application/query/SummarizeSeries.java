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
import dev.vitals.domain.series.BucketWidth;
import dev.vitals.domain.series.Buckets;
import dev.vitals.domain.series.LocalBuckets;
import dev.vitals.domain.series.TooManyBucketsException;
import dev.vitals.domain.series.UnanswerableBucketException;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.domain.user.UserId;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Answers what one user's samples add up to in each bucket of a range. Each is a statement of its
 * own: it takes longer than to reach the store does. For any number of threads.
 */
public final class SummarizeSeries implements AutoCloseable {
  /** Of one answer. */
  public static final int MOST_BUCKETS = 10_000;

  private static final int WORKERS = 4;

  private static final GroupRules RULES =
      new GroupRules(WORKERS, WORKERS, 0, 1, Duration.ofMillis(5), Duration.ofSeconds(2));

  private final IdentifyUsers users;
  private final SeriesSource source;
  private final GroupWorkers<Asked> workers;

  /** Starts the threads that ask, which {@link #close} ends. */
  public SummarizeSeries(IdentifyUsers users, SeriesSource source) {
    this.users = requireNonNull(users, "users");
    this.source = requireNonNull(source, "source");
    this.workers = GroupWorkers.start("series", RULES, this::ask);
  }

  private static final class Asked extends Waiting<Series> {
    private final SeriesQuestion question;

    Asked(SeriesQuestion question) {
      this.question = question;
    }

    @Override
    protected int weight() {
      return 1;
    }
  }

  /**
   * Returns when it has found the bounds of the buckets, which takes milliseconds at most.
   *
   * @param metrics those to be told
   * @return all buckets of the range, those without samples too. It is completed by a thread of
   *     ours, which must not be held up, and fails with:
   *     <ul>
   *       <li>{@link UnanswerableRangeException} the range cuts a quarter hour whose samples are
   *           dropped by retention
   *       <li>{@link UnanswerableBucketException} another bucket does
   *       <li>{@link StoreUnavailableException} no answer this time; asking again is harmless
   *       <li>{@link StoreRejectedException} the store refuses the question
   *     </ul>
   *
   * @throws TooManyBucketsException there are more than {@link #MOST_BUCKETS}
   */
  public CompletableFuture<Series> summarize(
      UserId user, TimeRange range, ZoneId zone, BucketWidth width, MetricCatalogue metrics) {
    Buckets buckets = LocalBuckets.of(range, zone, width, MOST_BUCKETS);
    return users
        .find(user)
        .thenCompose(
            number -> {
              Asked asked = new Asked(new SeriesQuestion(number, buckets, metrics));
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
    SeriesQuestion question = asked.question;
    Series series = new Series(question.buckets(), source.series(question));
    return () -> asked.succeed(series);
  }
}
