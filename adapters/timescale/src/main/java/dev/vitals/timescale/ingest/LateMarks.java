package dev.vitals.timescale.ingest;

/**
 * How a writer marks days in {@code health_metrics_late_days}: behind the rows, in the order of the
 * keys, and {@code gen} is raised whatever is there. A mark that was there would otherwise be
 * settled by samples read before these were committed, and taken away together with the memory of
 * these.
 */
final class LateMarks {
  private static final String MARK =
      """
      insert into health_metrics_late_days as marked (user_id, day)
      select distinct user_id, DAY as day
      from LATE
      order by user_id, day
      on conflict (user_id, day) do update set gen = marked.gen + 1
      """;

  /** Their users and starts as arrays, in microseconds; a day may come twice. */
  static final String OF_DAYS =
      MARK.replace("DAY", "timestamptz 'epoch' + micros * interval '1 microsecond'")
          .replace("LATE", "unnest(?::bigint[], ?::bigint[]) as late (user_id, micros)");

  private static final String OF_WRITTEN =
      """
      with written as (
        MERGE
      ), marks as (
        MARK
      )
      select is_new, user_id, timestamp from written
      """
          .replace("MARK", MARK)
          .replace("DAY", "date_bin(interval '24 hours', timestamp, timestamptz 'epoch')")
          .replace(
              "LATE",
              "written where timestamp < timestamptz 'epoch' + ?::bigint * interval '1 microsecond'");

  private LateMarks() {}

  /**
   * A merge that marks what it has written below a bound, and returns what the merge does. Sorting
   * needs all rows, so the first mark is written behind the last of them, as by a statement of its
   * own: who holds a mark waits for no row. That it shares its snapshot with them does no harm:
   * {@code on conflict} goes by what is there and not by what the snapshot shows.
   *
   * @param merge returns {@code is_new}, {@code user_id} and {@code timestamp} of the rows written
   * @return with one parameter more, the bound in microseconds
   */
  static String behind(String merge) {
    return OF_WRITTEN.replace("MERGE", merge);
  }
}
