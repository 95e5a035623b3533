package dev.vitals.timescale.ingest;

import dev.vitals.application.ingest.ExpiredSamplesException;
import dev.vitals.domain.sample.BatchGroup;
import dev.vitals.domain.sample.Outcome;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.domain.sample.StoredKeys;
import dev.vitals.timescale.ingest.HealthMetricsDao.StoredRow;
import dev.vitals.timescale.rollup.RollupState;
import dev.vitals.timescale.rollup.RollupStates;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/**
 * Writes one group within one transaction: enters as a writer, reads the state in a later
 * statement, writes the rows, and marks what it wrote below the watermark.
 *
 * <p>Every writer takes its locks in the same order, so none waits for another in a circle: users
 * of the columnstore, columnar rows, the other rows, marks; each of them sorted. What a group
 * writes in a second step it has locked in the first. Settling takes marks only, in no order: who
 * meets it in a circle is tried again.
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
   * @param group not empty
   * @throws ExpiredSamplesException it reaches below the horizon
   * @throws SQLException with SQLSTATE 23505, a key exists: the transaction can only be undone
   */
  List<StoredKeys> copy(BatchGroup group) throws SQLException {
    return write(group, enter(group), this::copied);
  }

  /**
   * Merges it into what is there.
   *
   * @param group not empty
   * @throws ExpiredSamplesException it reaches below the horizon
   */
  List<StoredKeys> merge(BatchGroup group) throws SQLException {
    RollupState state = enter(group);
    SampleBatch rows = group.first();
    long earliest = rows.earliestMicros();
    if (!group.later().isEmpty() || earliest < state.columnarBelowMicros()) {
      return write(group, state, statements::merge);
    }
    return group.outcomes(
        state.isMarked(earliest)
            ? statements.mergeMarkAndCommit(rows, state.markedBelowMicros())
            : statements.mergeAndCommit(rows),
        SampleBatch.of());
  }

  private RollupState enter(BatchGroup group) throws SQLException {
    RollupState state = statements.enter();
    if (group.first().earliestMicros() < state.coverage().horizonMicros()) {
      throw new ExpiredSamplesException(state.horizon());
    }
    return state;
  }

  /** Writes rows that are not in the columnstore, and tells what became of each. */
  private interface RowWriting {
    Outcome[] of(SampleBatch rows) throws SQLException;
  }

  private List<StoredKeys> write(BatchGroup group, RollupState state, RowWriting writing)
      throws SQLException {
    Outcome[] outcomes = write(group.first(), state, writing);
    SampleBatch between = SampleBatch.of();
    if (!group.later().isEmpty()) {
      // The first step has locked them all, those included that it found as they should be.
      between = stored(group.later());
      write(group.later(), state, statements::merge);
    }
    if (!lateDays.isEmpty()) {
      statements.markAndCommit(lateDays);
    }
    return group.outcomes(outcomes, between);
  }

  private Outcome[] write(SampleBatch batch, RollupState state, RowWriting writing)
      throws SQLException {
    long bound = state.columnarBelowMicros();
    Outcome[] outcomes =
        batch.earliestMicros() < bound ? writtenApart(batch, bound, writing) : writing.of(batch);
    lateDays.addWrittenBelow(state.markedBelowMicros(), batch, outcomes);
    return outcomes;
  }

  /** First what may be in the columnstore, then the rest. */
  private Outcome[] writtenApart(SampleBatch batch, long columnarBelow, RowWriting writing)
      throws SQLException {
    Outcome[] outcomes = new Outcome[batch.size()];
    int[] columnar = where(batch, row -> batch.timestampsMicros()[row] < columnarBelow);
    put(writtenColumnar(batch.rows(columnar)), outcomes, columnar);
    int[] others = where(batch, row -> batch.timestampsMicros()[row] >= columnarBelow);
    if (others.length > 0) {
      put(writing.of(batch.rows(others)), outcomes, others);
    }
    return outcomes;
  }

  private Outcome[] copied(SampleBatch batch) throws SQLException {
    statements.copy(batch);
    Outcome[] outcomes = new Outcome[batch.size()];
    Arrays.fill(outcomes, Outcome.NEW);
    return outcomes;
  }

  /**
   * Where chunks may be in the columnstore: only what changes something, a bounded group a time.
   */
  private Outcome[] writtenColumnar(SampleBatch batch) throws SQLException {
    HealthMetricsDao dao = dao();
    dao.enterColumnstore();
    dao.lockColumnarUsers(batch.userIds());
    Outcome[] outcomes = batch.outcomesOver(stored(batch));
    int[] rows = where(batch, row -> outcomes[row] != Outcome.UNCHANGED);
    for (int from = 0; from < rows.length; from += COLUMNAR_ROWS_AT_ONCE) {
      int to = Math.min(from + COLUMNAR_ROWS_AT_ONCE, rows.length);
      statements.merge(batch.rows(Arrays.copyOfRange(rows, from, to)));
    }
    return outcomes;
  }

  /** What is there of a batch's keys. */
  private SampleBatch stored(SampleBatch keys) {
    List<StoredRow> rows =
        dao()
            .stored(
                keys.userIds(),
                keys.timestampsMicros(),
                RollupStates.moment(keys.earliestMicros()),
                RollupStates.moment(Arrays.stream(keys.timestampsMicros()).max().orElseThrow()));
    SampleBatchBuilder stored = new SampleBatchBuilder(rows.size());
    for (StoredRow row : rows) {
      stored.append(
          keys.userIds()[row.number()],
          keys.timestampsMicros()[row.number()],
          row.heartRate(),
          row.steps(),
          row.calories());
    }
    return stored.build();
  }

  private HealthMetricsDao dao() {
    return handle.attach(HealthMetricsDao.class);
  }

  private static void put(Outcome[] from, Outcome[] to, int[] rows) {
    for (int i = 0; i < rows.length; i++) {
      to[rows[i]] = from[i];
    }
  }

  private static int[] where(SampleBatch batch, IntPredicate condition) {
    return IntStream.range(0, batch.size()).filter(condition).toArray();
  }
}
