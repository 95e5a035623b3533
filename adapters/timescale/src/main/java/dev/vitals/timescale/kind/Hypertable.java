package dev.vitals.timescale.kind;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code health_metrics} in chunks by time. */
final class Hypertable {
  private static final Logger LOG = LoggerFactory.getLogger(Hypertable.class);

  private Hypertable() {}

  /**
   * A table with samples in it is moved into chunks, which locks everybody out for as long as it
   * takes: a minute for some ten million samples.
   */
  static void create(Handle handle, Duration chunkInterval) {
    boolean isThere =
        handle
            .createQuery(
                """
                select exists (select from timescaledb_information.hypertables
                               where hypertable_schema = current_schema
                                 and hypertable_name = 'health_metrics')
                """)
            .mapTo(Boolean.class)
            .one();
    if (isThere) {
      handle
          .createQuery("select set_chunk_time_interval('health_metrics', :interval::interval)")
          .bind("interval", interval(chunkInterval))
          .mapTo(String.class)
          .findOne();
      return;
    }
    LOG.info("hypertable_creating table=health_metrics");
    long begun = System.nanoTime();
    // Without the B-tree on time that comes by default: it costs a third of the ingest rate.
    handle
        .createQuery(
            """
            select hypertable_id from create_hypertable(
              'health_metrics', by_range('timestamp', :interval::interval),
              create_default_indexes => false, migrate_data => true)
            """)
        .bind("interval", interval(chunkInterval))
        .mapTo(Integer.class)
        .one();
    LOG.info(
        "hypertable_created table=health_metrics millis={}",
        (System.nanoTime() - begun) / 1_000_000);
  }

  /** The end of the last chunk that ends at the moment or before it. */
  static Optional<Instant> lastChunkEnd(Handle handle, Instant moment) {
    return handle
        .createQuery(
            """
                select max(range_end) from timescaledb_information.chunks
                where hypertable_schema = current_schema
                  and hypertable_name = 'health_metrics' and range_end <= :moment
                """)
        .bind("moment", moment)
        .mapTo(Instant.class)
        .findOne();
  }

  static void dropChunks(Handle handle, Instant horizon) {
    handle
        .createQuery("select drop_chunks('health_metrics', older_than => :horizon::timestamptz)")
        .bind("horizon", horizon)
        .mapTo(String.class)
        .list();
  }

  private static String interval(Duration duration) {
    return duration.toDays() + " days";
  }
}
