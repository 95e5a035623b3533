package dev.vitals.application.query;

import static java.util.Objects.requireNonNull;

import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.domain.rollup.UnanswerableRangeException;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.TimeRange;

/** Answers what one user's samples of a range add up to. For any number of threads. */
public final class SummarizeRange {
  private final SummarySource source;

  public SummarizeRange(SummarySource source) {
    this.source = requireNonNull(source, "source");
  }

  /**
   * @return {@link Summary#EMPTY} when the range holds no sample of this user
   * @throws UnanswerableRangeException it cuts a bucket whose samples are dropped by retention
   * @throws StoreUnavailableException no answer this time; asking again is harmless
   * @throws StoreRejectedException the store refuses the question
   */
  public Summary summarize(long userId, TimeRange range) {
    return source.summarize(userId, range);
  }
}
