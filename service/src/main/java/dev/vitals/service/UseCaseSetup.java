package dev.vitals.service;

import dev.vitals.application.erase.EraseSamples;
import dev.vitals.application.export.ExportSamples;
import dev.vitals.application.ingest.GroupCommit;
import dev.vitals.application.ingest.IngestSamples;
import dev.vitals.application.query.FindLatest;
import dev.vitals.application.query.SummarizeRange;
import dev.vitals.application.query.SummarizeSeries;
import dev.vitals.application.user.IdentifyUsers;
import dev.vitals.rest.UseCases;
import dev.vitals.service.configuration.ExportSettings;
import dev.vitals.service.configuration.IngestSettings;
import dev.vitals.service.configuration.VitalsConfiguration;
import dev.vitals.service.health.AnswersCheck;
import dev.vitals.service.health.ClockCheck;
import dev.vitals.service.health.CommitWatch;
import dev.vitals.service.health.CommitsCheck;
import dev.vitals.service.health.DatabaseCheck;
import dev.vitals.service.health.Health;
import dev.vitals.service.health.IngestQueueCheck;
import dev.vitals.service.metrics.ExportMetrics;
import dev.vitals.service.metrics.Gauges;
import dev.vitals.service.metrics.IngestMetrics;
import dev.vitals.service.metrics.MeteredLatestSource;
import dev.vitals.service.metrics.MeteredSampleEraser;
import dev.vitals.service.metrics.MeteredSampleStore;
import dev.vitals.service.metrics.MeteredSeriesSource;
import dev.vitals.service.metrics.MeteredSummarySource;
import dev.vitals.service.metrics.MeteredUserDirectory;
import dev.vitals.service.metrics.QueueMetrics;
import dev.vitals.service.metrics.WriteMetrics;
import dev.vitals.service.start.EndingExports;
import dev.vitals.timescale.DatabaseProbe;
import dev.vitals.timescale.erase.TimescaleSampleEraser;
import dev.vitals.timescale.export.TimescaleSampleSource;
import dev.vitals.timescale.ingest.TimescaleSampleStore;
import dev.vitals.timescale.query.TimescaleLatestSource;
import dev.vitals.timescale.query.TimescaleSeriesSource;
import dev.vitals.timescale.query.TimescaleSummarySource;
import dev.vitals.timescale.user.RemovedUsers;
import dev.vitals.timescale.user.TimescaleUserDirectory;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.InstantSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Puts the use cases on the storage: measured, looked after, and closed before the pool, when the
 * server has answered its last request.
 */
final class UseCaseSetup {
  private final VitalsConfiguration configuration;
  private final Environment environment;
  private final Jdbi jdbi;
  private final Health health;
  private final PrometheusRegistry metrics;
  private final IdentifyUsers users;
  private final RemovedUsers removed;
  private final @Nullable Duration readSamplesUpTo;

  UseCaseSetup(
      VitalsConfiguration configuration,
      Environment environment,
      Jdbi jdbi,
      Health health,
      PrometheusRegistry metrics) {
    this.configuration = configuration;
    this.environment = environment;
    this.jdbi = jdbi;
    this.health = health;
    this.metrics = metrics;
    this.readSamplesUpTo = configuration.getStorage().readSamplesUpTo().orElse(null);
    TimescaleUserDirectory directory =
        new TimescaleUserDirectory(jdbi, configuration.getStorage().getRememberedNames());
    this.removed = directory.removed();
    health.addToReadiness(
        "database", new DatabaseCheck(new DatabaseProbe(jdbi), directory::forget));
    this.users = new IdentifyUsers(new MeteredUserDirectory(directory, metrics));
    health.addToReadiness("users", new AnswersCheck("name of a user", users::isStuck));
  }

  UseCases useCases(ClockCheck clock) {
    UseCases useCases =
        new UseCases(ingest(clock), summarize(), series(), latest(), exports(), erase());
    // Stopped first, for it hands on to the others.
    manage(users);
    return useCases;
  }

  private void manage(AutoCloseable part) {
    environment.lifecycle().manage(new AutoCloseableManager(part));
  }

  private IngestSamples ingest(ClockCheck checked) {
    IngestSettings settings = configuration.getIngest();
    InstantSource clock = InstantSource.system();
    CommitWatch store =
        new CommitWatch(
            new MeteredSampleStore(
                new TimescaleSampleStore(jdbi, new WriteMetrics(metrics), removed), clock, metrics),
            clock);
    IngestMetrics records = new IngestMetrics(metrics);
    GroupCommit commits = new GroupCommit(store);
    manage(commits);
    IngestSamples ingest =
        new IngestSamples(
            users,
            commits,
            settings.getQueueSamples(),
            clock,
            settings.getOldestSample().toJavaDuration(),
            records,
            checked::isWrong);
    health.add(
        "ingest-queue", new IngestQueueCheck(ingest::samplesInMemory, settings.getQueueSamples()));
    health.addToReadiness("commits", new CommitsCheck(commits::isStuck, store::lateFailure));
    QueueMetrics.register(ingest, commits, settings.getQueueSamples(), metrics);
    return ingest;
  }

  private SummarizeRange summarize() {
    SummarizeRange summarize =
        new SummarizeRange(
            users,
            new MeteredSummarySource(
                new TimescaleSummarySource(jdbi, readSamplesUpTo, removed), metrics));
    manage(summarize);
    health.addToReadiness("questions", new AnswersCheck("question", summarize::isStuck));
    return summarize;
  }

  private SummarizeSeries series() {
    SummarizeSeries series =
        new SummarizeSeries(
            users,
            new MeteredSeriesSource(
                new TimescaleSeriesSource(jdbi, readSamplesUpTo, removed), metrics));
    manage(series);
    health.addToReadiness("series", new AnswersCheck("series", series::isStuck));
    return series;
  }

  private FindLatest latest() {
    FindLatest latest =
        new FindLatest(
            users, new MeteredLatestSource(new TimescaleLatestSource(jdbi, removed), metrics));
    manage(latest);
    health.addToReadiness(
        "latest", new AnswersCheck("question for newest values", latest::isStuck));
    return latest;
  }

  private ExportSamples exports() {
    ExportSettings settings = configuration.getExport();
    int atOnce = settings.atOnce(configuration.getDatabase().getMaxSize());
    Duration timeLimit = settings.getTimeLimit().toJavaDuration();
    ExportSamples exports =
        new ExportSamples(
            users,
            new TimescaleSampleSource(jdbi, timeLimit, removed),
            new ExportMetrics(metrics),
            atOnce,
            timeLimit);
    manage(exports);
    environment.lifecycle().addServerLifecycleListener(new EndingExports(exports));
    new Gauges(metrics)
        .add("vitals_exports_running", "Exports that are under way.", exports::running)
        .add(
            "vitals_exports_limit",
            "Exports there may be at once: export.atOnce, and no more than half of the connections.",
            () -> atOnce);
    return exports;
  }

  /** None of its waits is a reason to be sent no requests. */
  private EraseSamples erase() {
    EraseSamples erase =
        new EraseSamples(
            users, new MeteredSampleEraser(new TimescaleSampleEraser(jdbi, removed), metrics));
    manage(erase);
    return erase;
  }
}
