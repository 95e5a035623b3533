package dev.vitals.application.query;

import static java.util.Objects.requireNonNull;

import dev.vitals.application.group.OneByOne;
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

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  private final IdentifyUsers users;
  private final SeriesSource source;
  private final OneByOne<Asked, Series> questions;

  /** Starts the threads that ask, which {@link #close} ends. */
  public SummarizeSeries(IdentifyUsers users, SeriesSource source) {
    this.users = requireNonNull(users, "users");
    this.source = requireNonNull(source, "source");
    this.questions = OneByOne.start("series", WORKERS, LONGEST_WAIT, this::answer);
  }

  private record Asked(
      long userId, TimeRange range, ZoneId zone, BucketWidth width, MetricCatalogue metrics) {}

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
        .thenCompose(number -> questions.ask(new Asked(number, range, zone, width, metrics)));
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

  private Series answer(Asked asked) {
    // Not before its turn: what waits is small then.
    Buckets buckets =
        LocalBuckets.of(asked.range(), asked.zone(), asked.width(), most(asked.metrics()));
    return new Series(
        buckets, source.series(new SeriesQuestion(asked.userId(), buckets, asked.metrics())));
  }

  private static int most(MetricCatalogue metrics) {
    // A gauge has three figures, a total one.
    int figures = metrics.metrics().stream().mapToInt(metric -> metric.isGauge() ? 3 : 1).sum();
    return Math.min(MOST_BUCKETS, MOST_FIGURES / figures);
  }
}
