package dev.vitals.timescale.ingest;

import dev.vitals.domain.sample.Outcome;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.timescale.rollup.RollupState;
import dev.vitals.timescale.rollup.WriterLock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * What batches take, by JDBC itself and in as few round trips as there can be: for one sample a
 * request, JDBI takes longer than the database does. {@link ColumnarRows} has the rest.
 */
final class WriterStatements {
  /** One round trip, and three statements still: the last one sees what was committed before it. */
  private static final String ENTER =
      WriterLock.ENTER_AS_WRITER
          + "; select "
          + RollupState.COLUMNS
          + " from health_metrics_rollup_state";

  /** One round trip for all there is to do. */
  private static final String ENTER_MERGE_RECENT_AND_COMMIT =
      ENTER + "; " + Merge.OF_RECENT + "; commit";

  private static final String MERGE_AND_COMMIT = Merge.SQL + "; commit";

  private static final String MERGE_MARK_AND_COMMIT = LateMarks.behind(Merge.SQL) + "; commit";

  private static final String MARK_AND_COMMIT = LateMarks.OF_DAYS + "; commit";

  private final Connection connection;
  private final AtomicLong recentFrom;

  /**
   * @param recentFrom from where on samples were recent when somebody last looked, in microseconds:
   *     a guess, which saves a round trip if it is right. Told whenever the state is read.
   */
  WriterStatements(Connection connection, AtomicLong recentFrom) {
    this.connection = connection;
    this.recentFrom = recentFrom;
  }

  /** Begins as a writer. What is read is read behind the lock. */
  RollupState enter() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ENTER)) {
      statement.execute();
      return entered(statement);
    }
  }

  private RollupState entered(PreparedStatement statement) throws SQLException {
    // Behind the results of "set" and of the lock.
    statement.getMoreResults();
    statement.getMoreResults();
    try (ResultSet row = statement.getResultSet()) {
      row.next();
      RollupState state = RollupState.of(row);
      recentFrom.set(state.recentFromMicros());
      return state;
    }
  }

  /**
   * Begins as a writer, merges rows if all of them are recent, and commits.
   *
   * @return what became of each; empty if some are not recent, and nothing is merged
   */
  Optional<Outcome[]> mergeRecentAndCommit(SampleBatch batch) throws SQLException {
    if (batch.earliestMicros() < recentFrom.get()) {
      return Optional.empty();
    }
    try (PreparedStatement statement = prepareMerge(ENTER_MERGE_RECENT_AND_COMMIT)) {
      statement.setLong(1, batch.earliestMicros());
      setColumns(statement, 2, batch);
      statement.execute();
      if (batch.earliestMicros() < entered(statement).recentFromMicros()) {
        return Optional.empty();
      }
      statement.getMoreResults();
      try (ResultSet written = statement.getResultSet()) {
        return Optional.of(outcomes(batch, written));
      }
    }
  }

  /** Merges rows. Returns what became of each. */
  Outcome[] merge(SampleBatch batch) throws SQLException {
    return merged(Merge.SQL, batch);
  }

  /** Merges rows of which none is late, and commits. */
  Outcome[] mergeAndCommit(SampleBatch batch) throws SQLException {
    return merged(MERGE_AND_COMMIT, batch);
  }

  /** Merges rows, marks the days of those below a bound that are new or changed, and commits. */
  Outcome[] mergeMarkAndCommit(SampleBatch batch, long boundMicros) throws SQLException {
    return merged(MERGE_MARK_AND_COMMIT, batch, boundMicros);
  }

  /** Behind the rows: marks, and commits. */
  void markAndCommit(LateDays days) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(MARK_AND_COMMIT)) {
      statement.setObject(1, days.userIds());
      statement.setObject(2, days.daysMicros());
      statement.execute();
    }
  }

  private Outcome[] merged(String sql, SampleBatch batch, long... further) throws SQLException {
    try (PreparedStatement statement = prepareMerge(sql)) {
      setColumns(statement, 1, batch);
      for (int i = 0; i < further.length; i++) {
        statement.setLong(6 + i, further[i]);
      }
      statement.execute();
      try (ResultSet written = statement.getResultSet()) {
        return outcomes(batch, written);
      }
    }
  }

  /** Scrollable only for its number of rows: the driver has all of them in memory anyway. */
  private PreparedStatement prepareMerge(String sql) throws SQLException {
    return connection.prepareStatement(
        sql, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
  }

  private static void setColumns(PreparedStatement statement, int first, SampleBatch batch)
      throws SQLException {
    statement.setObject(first, batch.userIds());
    statement.setObject(first + 1, batch.timestampsMicros());
    statement.setObject(first + 2, batch.heartRates());
    statement.setObject(first + 3, batch.steps());
    statement.setObject(first + 4, batch.caloriesMilli());
  }

  private static Outcome[] outcomes(SampleBatch batch, ResultSet written) throws SQLException {
    Outcome[] outcomes = new Outcome[batch.size()];
    Arrays.fill(outcomes, Outcome.UNCHANGED);
    written.last();
    // Keys take longer to read than all the rest.
    boolean all = written.getRow() == batch.size();
    written.beforeFirst();
    for (int row = 0; written.next(); row++) {
      while (!all && !isKey(written, batch, row)) {
        row++;
      }
      outcomes[row] = written.getBoolean("is_new") ? Outcome.NEW : Outcome.CHANGED;
    }
    return outcomes;
  }

  private static boolean isKey(ResultSet written, SampleBatch batch, int row) throws SQLException {
    return written.getLong("user_id") == batch.userIds()[row]
        && EpochMicros.of(written.getObject("timestamp", OffsetDateTime.class).toInstant())
            == batch.timestampsMicros()[row];
  }

  /** Adds rows of which none is there. */
  void copy(SampleBatch batch) throws SQLException {
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(CopyRows.SQL);
    CopyRows rows = new CopyRows(batch);
    for (int bytes = rows.next(); bytes > 0; bytes = rows.next()) {
      copy.writeToCopy(rows.buffer(), 0, bytes);
    }
    copy.endCopy();
  }
}
