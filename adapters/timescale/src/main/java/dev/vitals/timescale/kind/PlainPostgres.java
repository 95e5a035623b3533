package dev.vitals.timescale.kind;

import dev.vitals.timescale.metrics.MetricColumns;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;

/** PostgreSQL without TimescaleDB. Rollups are ordinary tables that our refresh fills. */
final class PlainPostgres implements DatabaseKind {
  /** Few enough that no statement runs for long. */
  private static final int ROWS_DELETED_AT_ONCE = 100_000;

  @Override
  public Name name() {
    return Name.PLAIN;
  }

  @Override
  public void setUp(Handle handle, StorageSettings settings, MetricColumns columns) {
    OrdinaryRollups.create(handle);
  }

  @Override
  public void refreshQuarterHours(
      Handle handle, MetricColumns columns, Instant start, Instant end) {
    OrdinaryRollups.refreshQuarterHours(handle, columns, start, end);
  }

  @Override
  public void refreshDays(Handle handle, MetricColumns columns, Instant start, Instant end) {
    OrdinaryRollups.refreshDays(handle, columns, start, end);
  }

  @Override
  public void emptyRollups(Handle transaction, MetricColumns columns) {
    OrdinaryRollups.empty(transaction);
  }

  @Override
  public Optional<Instant> droppableBelow(Handle handle, Instant midnight) {
    return Optional.of(midnight);
  }

  @Override
  public void dropSamples(Handle handle, Instant horizon, BooleanSupplier stopping) {
    int deleted;
    do {
      deleted =
          handle
              .createUpdate(
                  """
                  delete from health_metrics where ctid = any (array(
                    select ctid from health_metrics where timestamp < :horizon limit :rows))
                  """)
              .bind("horizon", horizon)
              .bind("rows", ROWS_DELETED_AT_ONCE)
              .execute();
    } while (deleted > 0 && !stopping.getAsBoolean());
  }
}
