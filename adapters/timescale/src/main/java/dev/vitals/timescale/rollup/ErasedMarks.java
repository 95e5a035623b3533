package dev.vitals.timescale.rollup;

/**
 * How days are marked of which settling has to take all there is out of the rollups first. {@code
 * gen} is raised whatever is there, as by a late writer.
 */
public final class ErasedMarks {
  private ErasedMarks() {}

  /**
   * @param days a query of users and days, each once
   */
  public static String of(String days) {
    return """
        insert into health_metrics_late_days as marked (user_id, day, erased)
        select user_id, day, true from (DAYS) days order by user_id, day
        on conflict (user_id, day) do update set gen = marked.gen + 1, erased = true
        """
        .replace("DAYS", days);
  }
}
