package dev.vitals.timescale.kind;

import org.jdbi.v3.core.Handle;

/**
 * What a database takes.
 *
 * @param bytes of all of it on disk, without its write-ahead log
 * @param chunks of samples; 0 where there are none
 * @param columnarChunks those of them in the columnstore
 */
public record StorageSize(long bytes, long chunks, long columnarChunks) {
  static StorageSize ofDatabase(Handle handle) {
    return new StorageSize(bytes(handle), 0, 0);
  }

  static StorageSize ofHypertable(Handle handle) {
    long bytes = bytes(handle);
    return handle
        .createQuery(
            """
            select count(*) as chunks, count(*) filter (where is_compressed) as columnar
            from timescaledb_information.chunks
            where hypertable_schema = current_schema and hypertable_name = 'health_metrics'
            """)
        .map(
            (row, context) ->
                new StorageSize(bytes, row.getLong("chunks"), row.getLong("columnar")))
        .one();
  }

  private static long bytes(Handle handle) {
    return handle
        .createQuery("select pg_database_size(current_database())")
        .mapTo(Long.class)
        .one();
  }
}
