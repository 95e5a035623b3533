package dev.vitals.timescale.rollup;

import org.jdbi.v3.core.Handle;

/** How several questions of one shape are put into one statement. */
public enum RangeQuestions {
  /**
   * As rows of arrays, so that it is one text and one plan however many there are. For a table,
   * where planning is what a short question takes.
   */
  ROWS,

  /**
   * As a branch each, with bounds that the planner knows: so it looks at their chunks only. To open
   * each chunk of a hypertable takes ten times as long.
   */
  BRANCHES;

  /** Whichever is right for the database. */
  public static RangeQuestions on(Handle handle) {
    boolean hasChunks =
        handle
            .createQuery("select exists (select from pg_extension where extname = 'timescaledb')")
            .mapTo(Boolean.class)
            .one();
    return hasChunks ? BRANCHES : ROWS;
  }
}
