package dev.vitals.bench.ingest;

import dev.vitals.bench.load.Tally;
import dev.vitals.bench.rig.BenchDatabase;
import java.sql.SQLException;

/** Where the samples arrive. */
final class SamplesTable {
  private final BenchDatabase database;

  SamplesTable(BenchDatabase database) {
    this.database = database;
  }

  /** So that every round meets the same: an empty table, and nothing to settle. */
  void empty() throws SQLException {
    database.execute("truncate health_metrics");
    database.execute(
        "truncate health_metrics_late_days, health_metrics_15m_corrections,"
            + " health_metrics_1d_corrections");
  }

  /**
   * @throws IllegalStateException not every acknowledged sample is there, or more than those are,
   *     or a request was answered otherwise than 200, or 503 until 200
   */
  void requireAllOf(Tally tally) {
    if (!tally.isOfAnswers(200, 503)) {
      throw new IllegalStateException(tally.toString());
    }
    long rows = count();
    if (rows != tally.stored()) {
      throw new IllegalStateException(
          "acknowledged %,d records, and %,d are there".formatted(tally.stored(), rows));
    }
  }

  long count() {
    return Long.parseLong(database.one("select count(*) from health_metrics"));
  }

  /** Every transaction that writes raises it by one. */
  long transactions() {
    return Long.parseLong(database.one("select pg_snapshot_xmax(pg_current_snapshot())"));
  }
}
