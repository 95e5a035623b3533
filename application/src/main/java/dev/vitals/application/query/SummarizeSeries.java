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
import dev.vitals.domain.summary.Summary;
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

  /** Of one answer: some megabytes of text. */
  private static final int MOST_FIGURES = 200_000;

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
    private final long userId;
    private final TimeRange range;
    private final ZoneId zone;
    private final BucketWidth width;
    private final MetricCatalogue metrics;

    Asked(long userId, TimeRange range, ZoneId zone, BucketWidth width, MetricCatalogue metrics) {
      this.userId = userId;
      this.range = range;
      this.zone = zone;
      this.width = width;
      this.metrics = metrics;
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
   * @return all buckets of the range, those without samples too. It is completed by a thread of
   *     ours, which must not be held up, and fails with:
   *     <ul>
   *       <li>{@link TooManyBucketsException} there are more than {@link #MOST_BUCKETS}, or than
   *           200,000 figures
   *       <li>{@link UnanswerableRangeException} the range cuts a quarter hour whose samples are
   *           dropped by retention
   *       <li>{@link UnanswerableBucketException} another bucket does
   *       <li>{@link StoreUnavailableException} no answer this time; asking again is harmless
   *       <li>{@link StoreRejectedException} the store refuses the question
   *     </ul>
   */
  public CompletableFuture<Series> summarize(
      UserId user, TimeRange range, ZoneId zone, BucketWidth width, MetricCatalogue metrics) {
    return users
        .find(user)
        .thenCompose(
            number -> {
              Asked asked = new Asked(number, range, zone, width, metrics);
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
    // Not before its turn: what waits is small then.
    Buckets buckets = LocalBuckets.of(asked.range, asked.zone, asked.width, most(asked.metrics));
    List<Summary> summaries =
        source.series(new SeriesQuestion(asked.userId, buckets, asked.metrics));
    return () -> asked.succeed(new Series(buckets, summaries));
  }

  private static int most(MetricCatalogue metrics) {
    // A gauge has three figures, a total one.
    int figures = metrics.metrics().stream().mapToInt(metric -> metric.isGauge() ? 3 : 1).sum();
    return Math.min(MOST_BUCKETS, MOST_FIGURES / figures);
  }
}
