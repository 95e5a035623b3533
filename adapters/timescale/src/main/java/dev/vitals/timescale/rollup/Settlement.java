package dev.vitals.timescale.rollup;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.vitals.domain.rollup.RollupCoverage;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.timescale.kind.DatabaseKind;
import dev.vitals.timescale.metrics.MetricColumns;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Settles marks: computes the summaries of a marked day from that user's samples, keeps those that
 * the rollups have otherwise as corrections, and takes the mark away.
 *
 * <p>One statement, hence one snapshot for the mark's {@code gen}, the samples and the rollups. A
 * writer who commits in between has raised {@code gen}: the delete finds the row changed, looks at
 * it again as READ COMMITTED does, and leaves the mark, and with it nothing of that day is kept.
 *
 * <p>A metric that has been added since this was made is not told of by its text. So nothing is
 * settled if there is one in the snapshot: the next run knows it.
 *
 * <p>Of a day in which samples were erased nothing stays in the rollups: it is taken out before, in
 * a transaction of its own, while the day is read from samples, and all that is left of it becomes
 * corrections.
 *
 * <p>Only days that the daily rollup holds already: what is above is not filled yet, so there is
 * nothing to correct, and readers take marked days from samples.
 */
final class Settlement {
  private record Batch(
      long count,
      OffsetDateTime first,
      OffsetDateTime last,
      long lastUser,
      OffsetDateTime lastDay,
      boolean hasErased) {}

  private record Marked(long userId, long dayMicros) {}

  /**
   * Bounds a statement to a fraction of a second: a writer to one of these days waits for its end.
   */
  private static final int MARKS_AT_ONCE = 50;

  private static final String NEXT =
      """
      select count(*), min(day) as first, max(day) as last,
             (array_agg(user_id order by user_id desc, day desc))[1] as last_user,
             (array_agg(day order by user_id desc, day desc))[1] as last_day,
             bool_or(erased) as has_erased
      from (select user_id, day, erased from health_metrics_late_days
            where (user_id, day) > (:user, :day) and day < :below
            order by user_id, day limit :marks) chosen
      """;

  // "offset 0" keeps each lookup what it is, one bucket of one user. Flattened into a join it
  // could become a scan of everybody's rollup.
  private static final String SETTLE =
      """
      with chosen as materialized (
        select user_id, day, gen from health_metrics_late_days
        where (user_id, day) > (:user, :day) and (user_id, day) <= (:lastUser, :lastDay)
          and day >= :first and day <= :last
      ), fresh as materialized (
        select chosen.user_id, chosen.day, bucket, NAMES
        from chosen cross join lateral (
          select date_bin(interval '15 minutes', timestamp, timestamptz 'epoch') as bucket, OF_SAMPLES
          from health_metrics
          where user_id = chosen.user_id
            and timestamp >= chosen.day and timestamp < chosen.day + interval '24 hours'
            and timestamp >= :first and timestamp < :last::timestamptz + interval '24 hours'
          group by 1) samples
      ), settled as (
        delete from health_metrics_late_days marked using chosen
        where marked.user_id = chosen.user_id and marked.day = chosen.day
          and marked.gen = chosen.gen
          and (select count(*) from health_metrics_catalogue) = :metrics
        returning marked.user_id, marked.day
      ), fresh_15m as (
        select user_id, bucket, NAMES from settled join fresh using (user_id, day)
      ), fresh_1d as (
        select user_id, day as bucket, OF_SUMMARIES
        from settled join fresh using (user_id, day) group by user_id, day
      ), kept_15m as (
        KEEP_15m
      ), kept_1d as (
        KEEP_1d
      )
      select count(*) from settled
      """
          .replace("KEEP_15m", keep("15m"))
          .replace("KEEP_1d", keep("1d"));

  private static final String ERASED =
      """
      select user_id, day from health_metrics_late_days
      where (user_id, day) > (:user, :day) and (user_id, day) <= (:lastUser, :lastDay)
        and day >= :first and day <= :last and erased
      order by user_id, day for update
      """;

  private static final String TAKEN_OUT =
      "update health_metrics_late_days set erased = false where user_id = :user and day = any ("
          + RollupRows.DAYS
          + ")";

  private final Handle handle;
  private final DatabaseKind kind;
  private final int metrics;
  private final String settle;
  private final BooleanSupplier stopping;

  Settlement(Handle handle, DatabaseKind kind, MetricColumns columns, BooleanSupplier stopping) {
    this.handle = handle;
    this.kind = kind;
    this.metrics = columns.catalogue().size();
    this.settle =
        SETTLE
            .replace("OF_SAMPLES", columns.ofSamples())
            .replace("OF_SUMMARIES", columns.ofSummaries())
            .replace("FRESH", columns.summaryValuesOf("fresh"))
            .replace("CORRECTED", columns.summaryValuesOf("corrected"))
            .replace("FILLED", columns.summaryValuesOf("filled"))
            .replace("EXCLUDED", columns.summaryValuesOf("excluded"))
            .replace("NAMES", columns.summaryNames());
    this.stopping = stopping;
  }

  /**
   * One pass over the marks there are; those that writers make meanwhile may be left.
   *
   * @return the days settled
   */
  long run(long mostDays) {
    long all = 0;
    long daysBelow = RollupStates.read(handle).coverage().daysBelowMicros();
    if (daysBelow == RollupCoverage.NEVER) {
      return all;
    }
    OffsetDateTime below = RollupStates.moment(daysBelow);
    // Nobody's, and below those that stand for names.
    long user = Long.MIN_VALUE;
    OffsetDateTime day = below;
    while (all < mostDays && !stopping.getAsBoolean()) {
      Optional<Batch> next = next(user, day, below);
      if (next.isEmpty()) {
        break;
      }
      if (next.get().hasErased()) {
        takeErasedOut(user, day, next.get());
      }
      all += settle(user, day, next.get());
      user = next.get().lastUser();
      day = next.get().lastDay();
    }
    return all;
  }

  private Optional<Batch> next(long user, OffsetDateTime day, OffsetDateTime below) {
    return handle
        .createQuery(NEXT)
        .bind("user", user)
        .bind("day", day)
        .bind("below", below)
        .bind("marks", MARKS_AT_ONCE)
        .map(
            (row, context) ->
                new Batch(
                    row.getLong("count"),
                    row.getObject("first", OffsetDateTime.class),
                    row.getObject("last", OffsetDateTime.class),
                    row.getLong("last_user"),
                    row.getObject("last_day", OffsetDateTime.class),
                    row.getBoolean("has_erased")))
        .findOne()
        .filter(batch -> batch.count() > 0);
  }

  /**
   * What was being filled while samples were erased. Who erases waits for the mark, and marks
   * again.
   */
  private void takeErasedOut(long user, OffsetDateTime day, Batch batch) {
    handle.useTransaction(
        transaction -> {
          transaction.execute(RollupRows.DECOMPRESSING);
          RollupRows rows = new RollupRows(transaction, kind);
          Map<Long, List<Long>> days =
              bind(transaction.createQuery(ERASED), user, day, batch)
                  .map(
                      (row, context) ->
                          new Marked(
                              row.getLong(1),
                              EpochMicros.of(row.getObject(2, OffsetDateTime.class).toInstant())))
                  .collect(groupingBy(Marked::userId, mapping(Marked::dayMicros, toList())));
          days.forEach(
              (userId, ofUser) -> {
                rows.deleteDays(userId, ofUser);
                transaction
                    .createUpdate(TAKEN_OUT)
                    .bind("user", userId)
                    .bind("days", RollupRows.days(ofUser))
                    .execute();
              });
        });
  }

  private static Query bind(Query query, long user, OffsetDateTime day, Batch batch) {
    return query
        .bind("user", user)
        .bind("day", day)
        .bind("lastUser", batch.lastUser())
        .bind("lastDay", batch.lastDay())
        .bind("first", batch.first())
        .bind("last", batch.last());
  }

  private long settle(long user, OffsetDateTime day, Batch batch) {
    return bind(handle.createQuery(settle), user, day, batch)
        .bind("metrics", metrics)
        .mapTo(Long.class)
        .one();
  }

  /** What the level's rollup, or an earlier correction, has otherwise. */
  private static String keep(String level) {
    return """
      insert into health_metrics_LEVEL_corrections (user_id, bucket, NAMES)
      select fresh.user_id, fresh.bucket, FRESH
      from fresh_LEVEL fresh
      left join lateral (
        select 1 as there, NAMES from health_metrics_LEVEL_corrections
        where user_id = fresh.user_id and bucket = fresh.bucket offset 0) corrected on true
      left join lateral (
        select NAMES from health_metrics_LEVEL
        where user_id = fresh.user_id and bucket = fresh.bucket
          and bucket >= :first and bucket < :last::timestamptz + interval '24 hours' offset 0) filled on true
      where case when there = 1 then (FRESH) is distinct from (CORRECTED)
                 else (FRESH) is distinct from (FILLED) end
      on conflict (user_id, bucket) do update set (NAMES) = (EXCLUDED)
      """
        .replace("LEVEL", level);
  }
}
