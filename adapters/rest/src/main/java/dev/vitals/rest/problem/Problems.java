package dev.vitals.rest.problem;

import dev.vitals.application.export.ExportStoppedException;
import dev.vitals.application.export.TooManyExportsException;
import dev.vitals.application.ingest.QueueFullException;
import dev.vitals.application.ingest.TooManySamplesException;
import dev.vitals.application.ingest.UnsureClockException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.domain.rollup.UnanswerableRangeException;
import dev.vitals.domain.sample.InvalidSamplesException;
import dev.vitals.domain.series.TooManyBucketsException;
import dev.vitals.domain.series.UnanswerableBucketException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which problem an exception is, and what the log says of it. */
public final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  /** What nobody foresaw is a fault of ours. */
  public static Problem of(Throwable thrown) {
    if (thrown instanceof ProblemException e) {
      return e.problem();
    }
    if (thrown instanceof InvalidSamplesException e) {
      return invalidSamples(e);
    }
    if (thrown instanceof UnanswerableRangeException e) {
      return unanswerable(e);
    }
    if (thrown instanceof UnanswerableBucketException e) {
      return Problem.invalidBucket(
          "range-expired",
          "The buckets cut quarter hours of which only a summary is kept",
          "must have its bounds, in this zone, on quarter hours of UTC, as 15m and its multiples"
              + " nearly always have: single samples from before "
              + e.horizon()
              + " are dropped");
    }
    if (thrown instanceof TooManyBucketsException e) {
      return Problem.invalidBucket(
          "too-many-buckets",
          "The range has too many buckets",
          "makes about %s buckets of the range, and %s are answered at once, with these metrics; %s"
              .formatted(
                  e.number(),
                  e.most(),
                  e.coarser()
                      .map(width -> width.text() + " makes fewer")
                      .orElse("shorten the range")));
    }
    if (thrown instanceof TooManySamplesException e) {
      return Problem.tooManySamples(e.most());
    }
    if (thrown instanceof TooManyExportsException) {
      return Problem.unavailable("As many exports are under way as may be at once.", 5);
    }
    if (thrown instanceof ExportStoppedException) {
      LOG.info("export_stopped");
      return Problem.unavailable(
          "The export took longer than it may, or the service stops. Ask for a shorter range.", 5);
    }
    if (thrown instanceof QueueFullException) {
      return Problem.unavailable(
          "Too much is being taken in. Nothing of the request is stored.", 1);
    }
    if (thrown instanceof UnsureClockException) {
      return Problem.unavailable(
          "A timestamp cannot be judged, for the server's clock is wrong. Nothing of the request is"
              + " stored; keep it.",
          30);
    }
    if (thrown instanceof StoreUnavailableException e) {
      return unavailable(e);
    }
    return ourFault(thrown);
  }

  private static Problem invalidSamples(InvalidSamplesException e) {
    return Problem.invalid(
        "invalid-samples",
        "Records break a rule",
        422,
        "None of the request is stored. Correct what errors lists and send it again.",
        e.errors(),
        e.errorCount());
  }

  /** What is wrong with one parameter. */
  private record Cut(String field, String message) {}

  private static Problem unanswerable(UnanswerableRangeException e) {
    List<Cut> cuts =
        e.cuts().stream()
            .map(
                cut ->
                    new Cut(
                        cut.bound().name().toLowerCase(Locale.ROOT),
                        "must be on a quarter hour before "
                            + e.horizon()
                            + "; nearest are "
                            + cut.earlier()
                            + " and "
                            + cut.later()))
            .toList();
    return Problem.invalid(
        "range-expired",
        "The range cuts a quarter hour of which only a summary is kept",
        400,
        "Single samples from before " + e.horizon() + " are dropped. Move what errors lists.",
        cuts,
        cuts.size());
  }

  private static Problem unavailable(StoreUnavailableException e) {
    String cause = rootCause(e).getClass().getSimpleName();
    if (e.reason() == Reason.FULL) {
      LOG.error("store_unavailable reason={} cause={}", e.reason(), cause);
    } else {
      LOG.warn("store_unavailable reason={} cause={}", e.reason(), cause);
    }
    // Busy passes in a moment; a database that restarts takes some seconds.
    int seconds = e.reason() == Reason.BUSY ? 1 : 5;
    return Problem.unavailable(
        "The request is stored whole or not at all, and sending it again is safe.", seconds);
  }

  /** With an id that the log carries too. */
  static Problem ourFault(@Nullable Throwable thrown) {
    String errorId = UUID.randomUUID().toString();
    LOG.error("request_failed error_id={}", errorId, thrown);
    return Problem.ourFault(errorId);
  }

  private static Throwable rootCause(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
