package dev.vitals.timescale.kind;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Chunks as columns: one segment a user, ordered by time, some ten bytes a sample instead of a
 * hundred. Without TimescaleDB's policy: writers have to know from where on a chunk may be
 * columnar.
 */
final class Columnstore {
  /** Of the samples and their rollups. */
  private static final String OURS =
      """
      (hypertable_schema, hypertable_name) in (
        select current_schema, 'health_metrics'
        union all
        select materialization_hypertable_schema, materialization_hypertable_name
        from timescaledb_information.continuous_aggregates
        where view_schema = current_schema
          and view_name in ('health_metrics_15m', 'health_metrics_1d'))
      """;

  private Columnstore() {}

  static void enable(Handle handle) {
    enable(handle, "table", "health_metrics", "timestamp");
    enable(handle, "materialized view", "health_metrics_15m", "bucket");
    enable(handle, "materialized view", "health_metrics_1d", "bucket");
  }

  // By the old names, which older and newer versions know.
  private static void enable(Handle handle, String type, String name, String time) {
    boolean isEnabled =
        handle
            .createQuery(
                """
                select coalesce(
                  (select compression_enabled from timescaledb_information.continuous_aggregates
                   where view_schema = current_schema and view_name = :name),
                  (select compression_enabled from timescaledb_information.hypertables
                   where hypertable_schema = current_schema and hypertable_name = :name))
                """)
            .bind("name", name)
            .mapTo(Boolean.class)
            .one();
    if (!isEnabled) {
      handle.execute(
          "alter "
              + type
              + " "
              + name
              + " set (timescaledb.compress = true, timescaledb.compress_segmentby = 'user_id',"
              + " timescaledb.compress_orderby = '"
              + time
              + "')");
    }
  }

  /** Whole chunks of a table or rollup below the moment that are rows still, oldest first. */
  static List<Chunk> rowChunks(Handle handle, Instant below) {
    return handle
        .createQuery(
            """
            select format('%I.%I', chunk_schema, chunk_name) as name, range_end,
                   hypertable_name = 'health_metrics' as of_samples
            from timescaledb_information.chunks chunk
            where not is_compressed and range_end <= :below
              and OURS
            order by range_end
            """
                .replace("OURS", OURS))
        .bind("below", below)
        .map(
            (row, context) ->
                new Chunk(
                    row.getString("name"),
                    row.getTimestamp("range_end").toInstant(),
                    row.getBoolean("of_samples")))
        .list();
  }

  /**
   * Columnar chunks that are rows in part, oldest first: some came later, or others were erased.
   */
  static List<Chunk> mixedChunks(Handle handle) {
    return handle
        .createQuery(
            """
            select format('%I.%I', chunk_schema, chunk_name) as name, range_end,
                   hypertable_name = 'health_metrics' as of_samples
            from timescaledb_information.chunks
            where is_compressed and OURS
              -- 8 is partly compressed.
              and _timescaledb_functions.chunk_status(
                    format('%I.%I', chunk_schema, chunk_name)::regclass) & 8 <> 0
            order by range_end
            """
                .replace("OURS", OURS))
        .map(
            (row, context) ->
                new Chunk(
                    row.getString("name"),
                    row.getTimestamp("range_end").toInstant(),
                    row.getBoolean("of_samples")))
        .list();
  }

  /** Also of one that is columnar in part. Keeps writers to this chunk out meanwhile. */
  static void compress(Handle handle, Chunk chunk) {
    handle
        .createQuery("select compress_chunk(:chunk::regclass, if_not_compressed => true)")
        .bind("chunk", chunk.name())
        .mapTo(String.class)
        .findOne();
  }
}
