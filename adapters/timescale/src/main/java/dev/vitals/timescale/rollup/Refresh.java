package dev.vitals.timescale.rollup;

import static dev.vitals.domain.rollup.RollupCoverage.NEVER;

import dev.vitals.domain.rollup.RollupLevel;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.timescale.kind.DatabaseKind;
import dev.vitals.timescale.metrics.KeptMetrics;
import dev.vitals.timescale.metrics.MetricColumns;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the rollups up to the watermark, which trails behind the database's clock as far as that is
 * believed.
 *
 * <p>Two bounds, one for writers (M, {@code marked_below}) and one for readers (R, {@code
 * read_below_...}, never above M), moved in three steps: raise M while no writer is under way, fill
 * [R, M) with no lock held, raise R. With one bound instead, moved before the filling, readers miss
 * what is not filled yet; moved behind it, a sample written into a bucket already filled gets no
 * mark. A crash between any two steps leaves a state from which the next run goes on.
 */
final class Refresh {
  /** Bounds the time of one statement, and how much is done again after a stop. */
  private static final long WINDOW_MICROS = Duration.ofDays(7).toNanos() / 1_000;

  /**
   * A refresh fills what has changed, by what TimescaleDB has noted. Of a day in which samples were
   * erased it noted these, while all that was left of the day became corrections.
   */
  private static final String MARK_CORRECTED =
      ErasedMarks.of(
          """
          select distinct user_id, date_bin(interval '24 hours', bucket, timestamptz 'epoch') as day
          from health_metrics_15m_corrections
          where bucket >= (select read_below_1d from health_metrics_rollup_state)
          """);

  private static final Logger LOG = LoggerFactory.getLogger(Refresh.class);

  private final Handle handle;
  private final DatabaseKind kind;
  private final BooleanSupplier stopping;

  Refresh(Handle handle, DatabaseKind kind, BooleanSupplier stopping) {
    this.handle = handle;
    this.kind = kind;
    this.stopping = stopping;
  }

  /**
   * @return the windows filled
   */
  int run(Belief clock, Duration lag, int mostWindows) {
    clock.followed().ifPresent(followed -> bringBack(followed, lag));
    raiseMarkedBelow(watermark(clock.now(), lag));
    RollupState state = RollupStates.read(handle);
    if (state.markedBelowMicros() == NEVER) {
      return 0;
    }
    if (state.coverage().quarterHoursBelowMicros() == NEVER) {
      begin(state);
    }
    int windows = 0;
    while (windows < mostWindows && !stopping.getAsBoolean() && fillNext()) {
      windows++;
    }
    return windows;
  }

  private static long watermark(Instant now, Duration lag) {
    return RollupLevel.QUARTER_HOUR.floor(EpochMicros.of(now.minus(lag)));
  }

  /**
   * Lowers a watermark that is ahead of all the time there was: raised while nobody could tell that
   * the clock was, or by somebody who trusted it. Every sample would be late until then.
   *
   * <p>All bounds in one transaction: readers that planned with a higher R ask again. A new
   * generation, so that who was frozen while filling does not raise R, as behind a rebuild. Writers
   * need not be kept out: who has read the old M marks what needs none, and who reads the new one
   * writes above R. Corrections above R go, for later samples there leave no mark, and days are
   * filled from quarter hours without them; their days are marked, since a refresh need not bring
   * back what they had. So R is brought to where a day begins: quarter hours of the day in its
   * midst would be left without theirs.
   */
  private void bringBack(Instant followed, Duration lag) {
    if (RollupStates.read(handle).markedBelowMicros() <= EpochMicros.of(followed)) {
      return;
    }
    long target = watermark(followed, lag);
    handle.useTransaction(
        transaction -> {
          transaction
              .createUpdate(
                  """
                  update health_metrics_rollup_state
                  set generation = generation + 1,
                      marked_below = greatest(:target, horizon),
                      read_below_15m = least(read_below_15m, greatest(:day, horizon)),
                      read_below_1d = least(read_below_1d, greatest(:day, horizon))
                  """)
              .bind("target", RollupStates.moment(target))
              .bind("day", RollupStates.moment(RollupLevel.DAY.floor(target)))
              .execute();
          transaction.execute(MARK_CORRECTED);
          for (String level : new String[] {"15m", "1d"}) {
            transaction.execute(
                "delete from health_metrics_"
                    + level
                    + "_corrections where bucket >="
                    + " (select read_below_1d from health_metrics_rollup_state)");
          }
        });
    LOG.warn("watermark_brought_back to={}", EpochMicros.toInstant(target));
  }

  private void raiseMarkedBelow(long target) {
    if (RollupStates.read(handle).markedBelowMicros() >= target) {
      return;
    }
    WriterLock.alone(
        handle,
        transaction ->
            transaction
                .createUpdate(
                    """
                    update health_metrics_rollup_state set marked_below = :target
                    where marked_below < :target
                    """)
                .bind("target", RollupStates.moment(target))
                .execute());
  }

  /**
   * Where filling starts: with the day of the first sample. An older one that comes later is
   * marked, since M is raised already.
   */
  private void begin(RollupState state) {
    long end = state.markedBelowMicros();
    long first =
        handle
            .createQuery("select min(timestamp) from health_metrics where timestamp < :end")
            .bind("end", RollupStates.moment(end))
            .mapTo(Instant.class)
            .findOne()
            .map(EpochMicros::of)
            .orElse(end);
    long day = RollupLevel.DAY.floor(first);
    handle
        .createUpdate(
            """
            update health_metrics_rollup_state
            set read_below_15m = :quarter, read_below_1d = :day
            where generation = :generation and read_below_15m = '-infinity'
            """)
        .bind("quarter", RollupStates.moment(first == end ? end : day))
        .bind("day", RollupStates.moment(day))
        .bind("generation", state.generation())
        .execute();
  }

  /**
   * @return false when nothing is left to fill
   */
  private boolean fillNext() {
    // Behind the raise of M: what is written below it without a mark was written before, and of
    // metrics that were there.
    MetricColumns columns = KeptMetrics.read(handle);
    RollupState state = RollupStates.read(handle);
    long start = state.coverage().quarterHoursBelowMicros();
    long end = Math.min(start + WINDOW_MICROS, state.markedBelowMicros());
    if (start < end) {
      kind.refreshQuarterHours(
          handle, columns, EpochMicros.toInstant(start), EpochMicros.toInstant(end));
      RollupStates.raise(handle, "read_below_15m", state, start, end);
    }
    // On the quarter hours, hence never ahead of them.
    long firstDay = state.coverage().daysBelowMicros();
    long lastDay = RollupLevel.DAY.floor(Math.max(start, end));
    if (firstDay < lastDay) {
      kind.refreshDays(
          handle, columns, EpochMicros.toInstant(firstDay), EpochMicros.toInstant(lastDay));
      RollupStates.raise(handle, "read_below_1d", state, firstDay, lastDay);
    }
    return start < end;
  }
}
