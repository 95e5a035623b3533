package dev.vitals.service.rollup;

import dev.vitals.service.configuration.StorageConfiguration;
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

  private final RollupMaintenance maintenance;
  private final StorageConfiguration settings;
  private final InstantSource clock;
  private final RollupReport report;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "rollups"));

  public RollupSchedule(
      RollupMaintenance maintenance,
      StorageConfiguration settings,
      InstantSource clock,
      RollupReport report) {
    this.maintenance = maintenance;
    this.settings = settings;
    this.clock = clock;
    this.report = report;
  }

  @Override
  public void serverStarted(Server server) {
    every(settings.getRefreshEvery(), "refresh", this::refresh);
    every(settings.getSettleEvery(), "settle", this::settle);
    every(settings.getAuditEvery(), "audit", this::audit);
  }

  /** In this order: each builds on what the one before has done. */
  private void refresh() {
    maintenance.refresh().ifPresent(report::refreshed);
    maintenance.compress().ifPresent(report::compressed);
    if (settings
        .getRecompressBetween()
        .contains(LocalTime.ofInstant(clock.instant(), ZoneOffset.UTC))) {
      maintenance.recompress();
    }
    maintenance.retain();
  }

  private void settle() {
    maintenance.settle().ifPresent(report::settled);
    report.stands(maintenance.status());
  }

  private void audit() {
    maintenance.audit().ifPresent(report::audited);
  }

  // The work catches all it may throw, so there is nothing to learn from the future.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void every(Duration pause, String name, Runnable work) {
    executor.scheduleWithFixedDelay(
        () -> {
          try {
            work.run();
            report.succeeded(name);
          } catch (RuntimeException e) {
            if (!executor.isShutdown()) {
              report.failed(name, e);
            }
          }
        },
        0,
        pause.toMilliseconds(),
        TimeUnit.MILLISECONDS);
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
