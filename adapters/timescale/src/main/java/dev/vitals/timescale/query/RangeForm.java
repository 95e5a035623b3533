package dev.vitals.timescale.query;

import java.time.Duration;
import org.jdbi.v3.core.Handle;

/** How several questions of one shape are put into one statement. */
public enum RangeForm {
  /**
   * As rows of arrays, so that it is one text and one plan however many there are. For a table,
   * where planning is what a short question takes.
   */
  ROWS(Duration.ofHours(6)),

  /**
   * As a branch each, with bounds that the planner knows: so it looks at their chunks only. To open
   * each chunk of a hypertable takes ten times as long.
   */
  BRANCHES(Duration.ofHours(25));

  private final Duration samplesUpTo;

  RangeForm(Duration samplesUpTo) {
    this.samplesUpTo = samplesUpTo;
  }

  /**
   * Ranges up to about this long take less time from samples than from one more source, at a sample
   * a minute: a source that is planned for each question takes as long as a thousand samples.
   */
  public Duration samplesUpTo() {
    return samplesUpTo;
  }

  /** Whichever is right for the database. */
  public static RangeForm on(Handle handle) {
    boolean hasChunks =
        handle
            .createQuery("select exists (select from pg_extension where extname = 'timescaledb')")
            .mapTo(Boolean.class)
            .one();
    return hasChunks ? BRANCHES : ROWS;
  }
}
