package dev.vitals.service.metrics;

import dev.vitals.application.ingest.ExpiredSamplesException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.domain.rollup.UnanswerableRangeException;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.Locale;
import java.util.function.Supplier;

/** Times calls of the store, by how they end. */
final class Outcomes {
  private static final String OK = "ok";
  private static final String REFUSED = "refused";
  private static final String FAILED = "failed";

  private final Histogram seconds;

  /**
   * @param seconds with a label for the outcome alone
   */
  Outcomes(Histogram seconds) {
    this.seconds = seconds;
    for (Reason reason : Reason.values()) {
      seconds.initLabelValues(label(reason));
    }
    seconds.initLabelValues(OK);
    seconds.initLabelValues(REFUSED);
    seconds.initLabelValues(FAILED);
  }

  <T> T timed(Supplier<T> call) {
    long begun = System.nanoTime();
    String outcome = FAILED;
    try {
      T result = call.get();
      outcome = OK;
      return result;
    } catch (StoreUnavailableException e) {
      outcome = label(e.reason());
      throw e;
    } catch (ExpiredSamplesException | UnanswerableRangeException e) {
      outcome = REFUSED;
      throw e;
    } finally {
      seconds.labelValues(outcome).observe(Unit.nanosToSeconds(System.nanoTime() - begun));
    }
  }

  private static String label(Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
