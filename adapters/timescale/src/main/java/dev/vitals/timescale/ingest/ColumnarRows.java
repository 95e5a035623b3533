package dev.vitals.timescale.ingest;

import static java.util.stream.Collectors.joining;

import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.timescale.metrics.MetricColumns;
import dev.vitals.timescale.rollup.RollupRows;
import dev.vitals.timescale.rollup.RollupStates;
import dev.vitals.timescale.rollup.UserLock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** Rows that may be in the columnstore: who writes them comes here first. */
final class ColumnarRows {
  /**
   * For this transaction. No wait for a chunk that is being compressed, or for those who wait for
   * it: that would take connections from all others. And no limit on what is decompressed, for only
   * what changes something is merged: an upsert into the columnstore decompresses first and asks
   * later, so a hundred rows that change nothing decompress a hundred thousand.
   */
  private static final String LIMITS =
      "set local lock_timeout = '1s'; " + RollupRows.DECOMPRESSING + "; ";

  static final String ENTER = LIMITS + UserLock.ALONE;

  private static final String ENTER_TO_ADD = LIMITS + UserLock.TOGETHER;

  /**
   * What is stored of the given keys, in their order; numbers are their places, from 0. Row by row
   * ("offset 0"), for as a join this reads whole chunks. The bounds are there for the planner,
   * which looks at their chunks only.
   */
  private static final String STORED =
      """
      select (given._number - 1)::integer,
             VALUES
      from unnest(?::bigint[], ?::bigint[]) with ordinality as given (user_id, _micros, _number)
      cross join lateral (
        select COLUMNS from health_metrics
        where user_id = given.user_id
          and timestamp = timestamptz 'epoch' + given._micros * interval '1 microsecond'
          and timestamp >= ? and timestamp <= ? offset 0) stored
      order by given._number
      """;

  private final Connection connection;
  private final WriterSql.Texts texts;

  ColumnarRows(Connection connection, WriterSql.Texts texts) {
    this.connection = connection;
    this.texts = texts;
  }

  /** How some metrics of given keys are read. */
  static String stored(List<Metric> metrics) {
    String columns = metrics.stream().map(MetricColumns::name).collect(joining(", "));
    String values =
        metrics.stream()
            .map(MetricColumns::name)
            .map(name -> "coalesce(stored." + name + ", " + Merge.ABSENT + ")")
            .collect(joining(", "));
    return STORED.replace("COLUMNS", columns).replace("VALUES", values);
  }

  /**
   * For who adds rows of these users and fails if one is there. They do not exclude each other: of
   * two who add the same row, the second waits for the first and fails.
   */
  void enterToAdd(long[] userIds) throws SQLException {
    lock(ENTER_TO_ADD, userIds);
  }

  /** For who adds first and merges some of them behind it. */
  void enter(long[] userIds) throws SQLException {
    lock(ENTER, userIds);
  }

  /**
   * For who merges by what is there. Rows of the columnstore cannot be locked, and what this tells
   * must stay as it is: so who enters is alone, and is told behind the wait for that.
   *
   * @param keys collapsed, not empty
   * @return what is stored of them
   */
  SampleBatch enterAndRead(SampleBatch keys) throws SQLException {
    // Statements still: the last one sees what was committed before it.
    String sql = texts.of(keys).enterAndReadStored();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, keys.userIds());
      bind(statement, 2, keys);
      statement.execute();
      // Behind those of twice "set" and of the locks.
      statement.getMoreResults();
      statement.getMoreResults();
      statement.getMoreResults();
      return stored(keys, statement);
    }
  }

  /**
   * What is stored of some keys, in the columnstore or not.
   *
   * @param keys collapsed, not empty
   */
  SampleBatch read(SampleBatch keys) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(texts.of(keys).readStored())) {
      bind(statement, 1, keys);
      statement.execute();
      return stored(keys, statement);
    }
  }

  private void lock(String sql, long[] userIds) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, userIds);
      statement.execute();
    }
  }

  private static void bind(PreparedStatement statement, int from, SampleBatch keys)
      throws SQLException {
    statement.setObject(from, keys.userIds());
    statement.setObject(from + 1, keys.timestampsMicros());
    statement.setObject(from + 2, RollupStates.moment(keys.earliestMicros()));
    statement.setObject(
        from + 3, RollupStates.moment(Arrays.stream(keys.timestampsMicros()).max().orElseThrow()));
  }

  private static SampleBatch stored(SampleBatch keys, PreparedStatement statement)
      throws SQLException {
    SampleBatchBuilder stored = new SampleBatchBuilder(keys.catalogue(), 0);
    int[] carried = keys.carried();
    int[] values = new int[keys.catalogue().size()];
    Arrays.fill(values, SampleBatch.ABSENT);
    try (ResultSet rows = statement.getResultSet()) {
      while (rows.next()) {
        int key = rows.getInt(1);
        for (int i = 0; i < carried.length; i++) {
          values[carried[i]] = rows.getInt(2 + i);
        }
        stored.append(keys.userIds()[key], keys.timestampsMicros()[key], values);
      }
    }
    return stored.build();
  }
}
