package dev.vitals.service.rollup;

import dev.vitals.service.configuration.StorageConfiguration;
import dev.vitals.timescale.query.Audit;
import dev.vitals.timescale.rollup.RollupMaintenance;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.lifecycle.ServerLifecycleListener;
import io.dropwizard.util.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Server;

/**
 * Works on the rollups in the background: one thread, one piece at a time. Each piece may fail,
 * since the next run goes on where it was left.
 *
 * <p>Begins when the server listens: a start that fails half-way has touched nothing.
 */
public final class RollupSchedule implements Managed, ServerLifecycleListener {
  /** A step under way may end by itself for so long after the service is told to stop. */
  private static final long PATIENCE_SECONDS = 5;

  /** Between them others have their turn, and an operator sees how far it is. */
  private static final int WINDOWS_AT_ONCE = 4;

  private static final long DAYS_AT_ONCE = 10_000;

  /** More often than a disk fills, and seldom enough for thousands of files. */
  private static final Duration MEASURE_EVERY = Duration.minutes(1);

  private final RollupMaintenance maintenance;
  private final StorageConfiguration settings;
  private final InstantSource clock;
  private final RollupReport report;
  private final StorageReport storage;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "rollups"));

  public RollupSchedule(
      RollupMaintenance maintenance,
      StorageConfiguration settings,
      InstantSource clock,
      RollupReport report,
      StorageReport storage) {
    this.maintenance = maintenance;
    this.settings = settings;
    this.clock = clock;
    this.report = report;
    this.storage = storage;
  }

  @Override
  public void serverStarted(Server server) {
    every(settings.getRefreshEvery(), this::keepUp);
    every(settings.getSettleEvery(), this::settle);
    every(settings.getAuditEvery(), this::audit);
    every(MEASURE_EVERY, this::measure);
  }

  /** In this order, for each builds on what the one before has done. */
  private void keepUp() {
    look();
    while (refresh()) {
      settle();
    }
    piece(Work.COMPRESS, () -> maintenance.compress().ifPresent(report::compressed));
    LocalTime now = LocalTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    if (settings.getRecompressBetween().contains(now)) {
      piece(Work.RECOMPRESS, () -> maintenance.recompress().ifPresent(report::compressed));
    }
    piece(Work.RETAIN, maintenance::retain);
  }

  /**
   * @return whether there may be more to fill
   */
  private boolean refresh() {
    AtomicInteger filled = new AtomicInteger();
    piece(
        Work.REFRESH,
        () ->
            maintenance
                .refresh(WINDOWS_AT_ONCE)
                .ifPresent(
                    windows -> {
                      report.refreshed(windows);
                      filled.set(windows);
                    }));
    return filled.get() == WINDOWS_AT_ONCE;
  }

  private void settle() {
    piece(Work.SETTLE, () -> maintenance.settle(DAYS_AT_ONCE).ifPresent(report::settled));
    look();
  }

  private void audit() {
    piece(Work.AUDIT, () -> Audit.run(maintenance).ifPresent(report::audited));
  }

  private void look() {
    piece(Work.LOOK, () -> report.stands(maintenance.status()));
  }

  private void measure() {
    piece(Work.MEASURE, () -> storage.measured(maintenance.size()));
  }

  /** May fail without the others. */
  private void piece(Work work, Runnable body) {
    try {
      body.run();
      report.succeeded(work);
    } catch (RuntimeException e) {
      if (!executor.isShutdown()) {
        report.failed(work, e);
      }
    }
  }

  // The work catches all it may throw, so there is nothing to learn from the future.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void every(Duration pause, Runnable work) {
    executor.scheduleWithFixedDelay(work, 0, pause.toMilliseconds(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() throws Exception {
    maintenance.stop();
    executor.shutdown();
    if (!executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      maintenance.abort();
      executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }
}
