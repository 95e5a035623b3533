package dev.vitals.timescale.ingest;

import dev.vitals.application.ingest.ExpiredSamplesException;
import dev.vitals.domain.sample.BatchGroup;
import dev.vitals.domain.sample.Outcome;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.StoredKeys;
import dev.vitals.timescale.rollup.RollupState;
import dev.vitals.timescale.user.RemovedUsers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/**
 * Writes one group within one transaction: enters as a writer, reads the state in a later
 * statement, writes the rows, and marks what it wrote below the watermark.
 *
 * <p>Every writer takes its locks in the same order, so none waits for another in a circle: users
 * of the columnstore, rows, marks; each of them sorted. What a group writes in a second step it has
 * locked in the first. Settling takes marks only, in no order: who meets it in a circle is tried
 * again.
 */
final class SampleWriter {
  /**
   * Each changed row of the columnstore may decompress a thousand, which takes two milliseconds.
   */
  private static final int COLUMNAR_ROWS_AT_ONCE = 1_000;

  private final WriterStatements statements;
  private final ColumnarRows columnarRows;
  private final LateDays lateDays = new LateDays();

  /**
   * @param recentFrom as {@link WriterStatements} has it
   */
  SampleWriter(Handle handle, WriterSql.Texts texts, AtomicLong recentFrom, RemovedUsers removed) {
    Connection connection = handle.getConnection();
    this.statements = new WriterStatements(connection, texts, recentFrom, removed);
    this.columnarRows = new ColumnarRows(connection, texts);
  }

  /**
   * By COPY, which takes no key that exists, in the columnstore or not: so none is read before.
   *
   * @param group not empty
   * @throws ExpiredSamplesException it reaches below the horizon
   * @throws SQLException with SQLSTATE 23505, a key exists: the transaction can only be undone
   */
  List<StoredKeys> copy(BatchGroup group) throws SQLException {
    RollupState state = enter(group);
    SampleBatch rows = group.first();
    if (rows.earliestMicros() < state.columnarBelowMicros()) {
      SampleBatch columnar = rows.rows(columnar(rows, state));
      if (group.later().isEmpty()) {
        columnarRows.enterToAdd(columnar.userIds());
      } else {
        // As the second step needs it: two who hold less would wait for each other there.
        columnarRows.enter(columnar.userIds());
      }
    }
    statements.copy(rows);
    Outcome[] outcomes = new Outcome[rows.size()];
    Arrays.fill(outcomes, Outcome.NEW);
    return completed(group, state, outcomes);
  }

  /**
   * Merges it into what is there.
   *
   * @param group not empty
   * @throws ExpiredSamplesException it reaches below the horizon
   */
  List<StoredKeys> merge(BatchGroup group) throws SQLException {
    SampleBatch rows = group.first();
    if (group.later().isEmpty()) {
      Optional<Outcome[]> outcomes = statements.mergeRecentAndCommit(rows);
      if (outcomes.isPresent()) {
        return group.outcomes(outcomes.get());
      }
    }
    RollupState state = enter(group);
    if (!group.later().isEmpty()) {
      return completed(group, state, merged(rows, state));
    }
    if (rows.earliestMicros() >= state.columnarBelowMicros()) {
      return group.outcomes(mergedAndCommitted(rows, state));
    }
    Outcome[] outcomes = columnarOutcomes(rows, state);
    int[] writing = writing(rows, outcomes);
    if (writing.length > COLUMNAR_ROWS_AT_ONCE) {
      return completed(group, state, merged(rows, outcomes, writing));
    }
    if (writing.length > 0) {
      put(mergedAndCommitted(rows.rows(writing), state), outcomes, writing);
    }
    return group.outcomes(outcomes);
  }

  private RollupState enter(BatchGroup group) throws SQLException {
    RollupState state = statements.enter(group.first());
    if (group.first().earliestMicros() < state.coverage().horizonMicros()) {
      throw new ExpiredSamplesException(state.horizon());
    }
    return state;
  }

  /** The second step if there is one, and marks. */
  private List<StoredKeys> completed(BatchGroup group, RollupState state, Outcome[] outcomes)
      throws SQLException {
    lateDays.addWrittenBelow(state.markedBelowMicros(), group.first(), outcomes);
    SampleBatch between = group.later();
    if (!group.later().isEmpty()) {
      // The first step has locked them all, those included that it found as they should be.
      between = columnarRows.read(group.later());
      Outcome[] ofLater = merged(group.later(), state);
      lateDays.addWrittenBelow(state.markedBelowMicros(), group.later(), ofLater);
    }
    if (!lateDays.isEmpty()) {
      statements.markAndCommit(lateDays);
    }
    return group.outcomes(outcomes, between);
  }

  private Outcome[] mergedAndCommitted(SampleBatch rows, RollupState state) throws SQLException {
    return state.isMarked(rows.earliestMicros())
        ? statements.mergeMarkAndCommit(rows, state.markedBelowMicros())
        : statements.mergeAndCommit(rows);
  }

  private Outcome[] merged(SampleBatch rows, RollupState state) throws SQLException {
    if (rows.earliestMicros() >= state.columnarBelowMicros()) {
      return statements.merge(rows);
    }
    Outcome[] outcomes = columnarOutcomes(rows, state);
    return merged(rows, outcomes, writing(rows, outcomes));
  }

  /** Completes what is known already, a bounded number of rows a time. */
  private Outcome[] merged(SampleBatch rows, Outcome[] outcomes, int[] writing)
      throws SQLException {
    for (int from = 0; from < writing.length; from += COLUMNAR_ROWS_AT_ONCE) {
      int to = Math.min(from + COLUMNAR_ROWS_AT_ONCE, writing.length);
      int[] some = Arrays.copyOfRange(writing, from, to);
      put(statements.merge(rows.rows(some)), outcomes, some);
    }
    return outcomes;
  }

  /**
   * What will become of rows that may be in the columnstore, by what is there; null for the others.
   * No other writer of the same users comes between this and the end.
   */
  private Outcome[] columnarOutcomes(SampleBatch rows, RollupState state) throws SQLException {
    Outcome[] outcomes = new Outcome[rows.size()];
    int[] columnar = columnar(rows, state);
    SampleBatch keys = rows.rows(columnar);
    put(keys.outcomesOver(columnarRows.enterAndRead(keys)), outcomes, columnar);
    return outcomes;
  }

  private static int[] columnar(SampleBatch rows, RollupState state) {
    return where(rows, row -> rows.timestampsMicros()[row] < state.columnarBelowMicros());
  }

  /** Of the columnstore, only what changes something. */
  private static int[] writing(SampleBatch rows, Outcome[] outcomes) {
    return where(rows, row -> outcomes[row] != Outcome.UNCHANGED);
  }

  /** Where nothing is known yet. */
  private static void put(Outcome[] from, Outcome[] to, int[] rows) {
    for (int i = 0; i < rows.length; i++) {
      if (to[rows[i]] == null) {
        to[rows[i]] = from[i];
      }
    }
  }

  private static int[] where(SampleBatch rows, IntPredicate condition) {
    return IntStream.range(0, rows.size()).filter(condition).toArray();
  }
}
