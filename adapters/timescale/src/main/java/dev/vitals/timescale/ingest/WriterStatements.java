package dev.vitals.timescale.ingest;

import dev.vitals.domain.sample.Outcome;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.timescale.rollup.RollupState;
import dev.vitals.timescale.user.RemovedUsers;
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
  private final Connection connection;
  private final WriterSql.Texts texts;
  private final AtomicLong recentFrom;
  private final RemovedUsers removed;

  /**
   * @param texts kept from one transaction to the next
   * @param recentFrom from where on samples were recent when somebody last looked, in microseconds:
   *     a guess, which saves a round trip if it is right. Told whenever the state is read.
   */
  WriterStatements(
      Connection connection, WriterSql.Texts texts, AtomicLong recentFrom, RemovedUsers removed) {
    this.connection = connection;
    this.texts = texts;
    this.recentFrom = recentFrom;
    this.removed = removed;
  }

  /** Begins as a writer of a batch. What is read is read behind the lock. */
  RollupState enter(SampleBatch batch) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(WriterSql.ENTER)) {
      statement.execute();
      RollupState state = entered(statement);
      removed.check(connection, state.removedUsers(), batch.userIds());
      return state;
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
   * Begins as a writer, merges rows if all of them are recent and no user was removed that is not
   * known, and commits.
   *
   * @return what became of each; empty if some are not recent, and nothing is merged
   */
  Optional<Outcome[]> mergeRecentAndCommit(SampleBatch batch) throws SQLException {
    if (batch.earliestMicros() < recentFrom.get()) {
      return Optional.empty();
    }
    RemovedUsers.Known known = removed.known();
    removed.check(known, batch.userIds());
    try (PreparedStatement statement = prepareMerge(texts.of(batch).enterMergeRecentAndCommit())) {
      statement.setLong(1, batch.earliestMicros());
      statement.setLong(2, known.count());
      setColumns(statement, 3, batch);
      statement.execute();
      RollupState state = entered(statement);
      if (batch.earliestMicros() < state.recentFromMicros()
          || state.removedUsers() != known.count()) {
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
    return merged(texts.of(batch).merge(), batch);
  }

  /** Merges rows of which none is late, and commits. */
  Outcome[] mergeAndCommit(SampleBatch batch) throws SQLException {
    return merged(texts.of(batch).mergeAndCommit(), batch);
  }

  /** Merges rows, marks the days of those below a bound that are new or changed, and commits. */
  Outcome[] mergeMarkAndCommit(SampleBatch batch, long boundMicros) throws SQLException {
    return merged(texts.of(batch).mergeMarkAndCommit(), batch, boundMicros);
  }

  /** Behind the rows: marks, and commits. */
  void markAndCommit(LateDays days) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(WriterSql.MARK_AND_COMMIT)) {
      statement.setObject(1, days.userIds());
      statement.setObject(2, days.daysMicros());
      statement.execute();
    }
  }

  private Outcome[] merged(String sql, SampleBatch batch, long... further) throws SQLException {
    try (PreparedStatement statement = prepareMerge(sql)) {
      int next = setColumns(statement, 1, batch);
      for (int i = 0; i < further.length; i++) {
        statement.setLong(next + i, further[i]);
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

  /** Returns the number of the next parameter. */
  private static int setColumns(PreparedStatement statement, int first, SampleBatch batch)
      throws SQLException {
    int next = first;
    statement.setObject(next++, batch.userIds());
    statement.setObject(next++, batch.timestampsMicros());
    for (int metric : batch.carried()) {
      statement.setObject(next++, batch.values(metric));
    }
    return next;
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
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(texts.of(batch).copy());
    CopyRows rows = new CopyRows(batch);
    for (int bytes = rows.next(); bytes > 0; bytes = rows.next()) {
      copy.writeToCopy(rows.buffer(), 0, bytes);
    }
    copy.endCopy();
  }
}
