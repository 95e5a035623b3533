package dev.vitals.timescale;

import dev.vitals.application.ingest.ExpiredSamplesException;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.timescale.HealthMetricsDao.LateDay;
import dev.vitals.timescale.rollup.RollupState;
import dev.vitals.timescale.rollup.RollupStates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

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

  private final HealthMetricsDao dao;
  private final List<LateDay> lateDays = new ArrayList<>();

  SampleWriter(HealthMetricsDao dao) {
    this.dao = dao;
  }

  /**
   * @param batch collapsed, not empty
   * @throws ExpiredSamplesException it reaches below the horizon
   */
  void write(SampleBatch batch) {
    dao.enter();
    RollupState state = dao.state();
    long earliest = batch.earliestMicros();
    if (earliest < state.coverage().horizonMicros()) {
      throw new ExpiredSamplesException(state.horizon());
    }
    if (earliest < state.columnarBelowMicros()) {
      long bound = state.columnarBelowMicros();
      writeColumnar(where(batch, row -> batch.timestampsMicros()[row] < bound));
      writeRows(where(batch, row -> batch.timestampsMicros()[row] >= bound), state);
    } else {
      writeRows(batch, state);
    }
    mark();
  }

  private void writeRows(SampleBatch batch, RollupState state) {
    if (batch.isEmpty()) {
      return;
    }
    if (state.isMarked(batch.earliestMicros())) {
      upsertLate(batch);
    } else {
      dao.upsert(
          batch.userIds(),
          batch.timestampsMicros(),
          batch.heartRates(),
          batch.steps(),
          batch.caloriesMilli());
    }
  }

  /**
   * Where chunks may be in the columnstore: only what changes something, a bounded group a time.
   */
  private void writeColumnar(SampleBatch batch) {
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
        dao.upsertLate(
            batch.userIds(),
            batch.timestampsMicros(),
            batch.heartRates(),
            batch.steps(),
            batch.caloriesMilli()));
  }

  private void mark() {
    if (!lateDays.isEmpty()) {
      // Of several groups, a day may be there several times.
      List<LateDay> days = lateDays.stream().distinct().toList();
      dao.mark(
          days.stream().mapToLong(LateDay::userId).toArray(),
          days.stream().mapToLong(late -> EpochMicros.of(late.day().toInstant())).toArray());
    }
  }

  private static SampleBatch where(SampleBatch batch, IntPredicate condition) {
    return batch.rows(IntStream.range(0, batch.size()).filter(condition).toArray());
  }
}
