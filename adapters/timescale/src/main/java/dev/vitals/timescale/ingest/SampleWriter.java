package dev.vitals.timescale.ingest;

import dev.vitals.application.ingest.ExpiredSamplesException;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.timescale.rollup.RollupState;
import dev.vitals.timescale.rollup.RollupStates;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/**
 * Writes one batch within one transaction: enters as a writer, reads the state in a later
 * statement, writes the rows, and marks what it wrote below the watermark.
 *
 * <p>Every writer takes its locks in the same order, so none waits for another in a circle: users
 * of the columnstore, columnar rows, the other rows, marks; each of them sorted. Settling takes
 * marks only, in no order: who meets it in a circle is tried again.
 */
final class SampleWriter {
  /**
   * Each changed row of the columnstore may decompress a thousand, which takes two milliseconds.
   */
  private static final int COLUMNAR_ROWS_AT_ONCE = 1_000;

  private final Handle handle;
  private final WriterStatements statements;
  private final LateDays lateDays = new LateDays();

  SampleWriter(Handle handle) {
    this.handle = handle;
    this.statements = new WriterStatements(handle.getConnection());
  }

  /**
   * By COPY, which takes no key that exists.
   *
   * @param batch collapsed, not empty
   * @throws ExpiredSamplesException it reaches below the horizon
   * @throws SQLException with SQLSTATE 23505, a key exists: the transaction can only be undone
   */
  void copy(SampleBatch batch) throws SQLException {
    RollupState state = enter(batch);
    SampleBatch rows = writtenColumnar(batch, state);
    if (!rows.isEmpty()) {
      statements.copy(rows);
      lateDays.addAllBelow(state.markedBelowMicros(), rows);
    }
    mark();
  }

  /**
   * Merges it into what is there.
   *
   * @param batch collapsed, not empty
   * @throws ExpiredSamplesException it reaches below the horizon
   */
  void merge(SampleBatch batch) throws SQLException {
    RollupState state = enter(batch);
    long oldBelow = Math.max(state.markedBelowMicros(), state.columnarBelowMicros());
    if (batch.earliestMicros() < oldBelow) {
      SampleBatch rows = writtenColumnar(batch, state);
      if (!rows.isEmpty()) {
        upsertLate(rows);
      }
      mark();
    } else {
      statements.mergeAndCommit(batch);
    }
  }

  private RollupState enter(SampleBatch batch) throws SQLException {
    RollupState state = statements.enter();
    if (batch.earliestMicros() < state.coverage().horizonMicros()) {
      throw new ExpiredSamplesException(state.horizon());
    }
    return state;
  }

  /** Writes what may be in the columnstore; returns the rest. */
  private SampleBatch writtenColumnar(SampleBatch batch, RollupState state) {
    long bound = state.columnarBelowMicros();
    if (batch.earliestMicros() >= bound) {
      return batch;
    }
    writeColumnar(where(batch, row -> batch.timestampsMicros()[row] < bound));
    return where(batch, row -> batch.timestampsMicros()[row] >= bound);
  }

  /**
   * Where chunks may be in the columnstore: only what changes something, a bounded group a time.
   */
  private void writeColumnar(SampleBatch batch) {
    HealthMetricsDao dao = dao();
    dao.enterColumnstore();
    dao.lockColumnarUsers(batch.userIds());
    long[] timestamps = batch.timestampsMicros();
    int[] rows =
        dao.rowsThatMatter(
            batch.userIds(),
            timestamps,
            batch.heartRates(),
            batch.steps(),
            batch.caloriesMilli(),
            RollupStates.moment(batch.earliestMicros()),
            RollupStates.moment(Arrays.stream(timestamps).max().orElseThrow()));
    for (int from = 0; from < rows.length; from += COLUMNAR_ROWS_AT_ONCE) {
      int to = Math.min(from + COLUMNAR_ROWS_AT_ONCE, rows.length);
      upsertLate(batch.rows(Arrays.copyOfRange(rows, from, to)));
    }
  }

  private void upsertLate(SampleBatch batch) {
    lateDays.addAll(
        dao()
            .upsertLate(
                batch.userIds(),
                batch.timestampsMicros(),
                batch.heartRates(),
                batch.steps(),
                batch.caloriesMilli()));
  }

  private void mark() {
    if (!lateDays.isEmpty()) {
      dao().mark(lateDays.userIds(), lateDays.daysMicros());
    }
  }

  private HealthMetricsDao dao() {
    return handle.attach(HealthMetricsDao.class);
  }

  private static SampleBatch where(SampleBatch batch, IntPredicate condition) {
    return batch.rows(IntStream.range(0, batch.size()).filter(condition).toArray());
  }
}
