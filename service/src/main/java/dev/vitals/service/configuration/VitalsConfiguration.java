package dev.vitals.service.configuration;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.vitals.domain.metric.InvalidMetricException;
import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.timescale.TimescaleDataSourceFactory;
import dev.vitals.timescale.kind.StorageSettings;
import io.dropwizard.core.Configuration;
import io.dropwizard.health.HealthFactory;
import io.dropwizard.logging.common.DefaultLoggingFactory;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.DurationRange;
import io.dropwizard.validation.selfvalidating.SelfValidating;
import io.dropwizard.validation.selfvalidating.SelfValidation;
import io.dropwizard.validation.selfvalidating.ViolationCollector;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** All of config.yml. Each setting is explained in docs/configuration.md. */
@SelfValidating
public class VitalsConfiguration extends Configuration {
  /** Stands for the URL of the embedded database, which is known only once it runs. */
  private static final String EMBEDDED = "embedded";

  private static final List<MetricSetting> SHIPPED =
      MetricCatalogue.SHIPPED.metrics().stream()
          .map(metric -> MetricSetting.named(metric.name()))
          .toList();

  @Valid @NotNull private TimescaleDataSourceFactory database = new TimescaleDataSourceFactory();
  @Valid @NotNull private EmbeddedSettings embedded = new EmbeddedSettings();
  @Valid @NotNull private IngestSettings ingest = new IngestSettings();
  @Valid @NotNull private ExportSettings export = new ExportSettings();
  @Valid @NotNull private StorageConfiguration storage = new StorageConfiguration();
  @NotNull private List<MetricSetting> metrics = SHIPPED;
  private boolean migrateAtStart = true;

  @NotNull
  @DurationRange(max = 600, unit = TimeUnit.SECONDS)
  private Duration shutdownDelay = Duration.seconds(2);

  /** Whether no database is named. Not any more once the embedded one runs and is. */
  @JsonIgnore
  public boolean isDatabaseEmbedded() {
    return database.getUrl().equals(EMBEDDED);
  }

  @JsonProperty
  public TimescaleDataSourceFactory getDatabase() {
    return database;
  }

  @JsonProperty
  public void setDatabase(TimescaleDataSourceFactory database) {
    this.database = database;
  }

  @JsonProperty
  public EmbeddedSettings getEmbedded() {
    return embedded;
  }

  @JsonProperty
  public void setEmbedded(EmbeddedSettings embedded) {
    this.embedded = embedded;
  }

  @JsonProperty
  public IngestSettings getIngest() {
    return ingest;
  }

  @JsonProperty
  public void setIngest(IngestSettings ingest) {
    this.ingest = ingest;
  }

  @JsonProperty
  public ExportSettings getExport() {
    return export;
  }

  @JsonProperty
  public void setExport(ExportSettings export) {
    this.export = export;
  }

  @JsonProperty
  public StorageConfiguration getStorage() {
    return storage;
  }

  @JsonProperty
  public void setStorage(StorageConfiguration storage) {
    this.storage = storage;
  }

  @JsonProperty
  public List<MetricSetting> getMetrics() {
    return metrics;
  }

  @JsonProperty
  public void setMetrics(List<MetricSetting> metrics) {
    this.metrics = metrics;
  }

  /**
   * The metrics that are on.
   *
   * @throws InvalidMetricException one breaks a rule; not behind validation
   */
  public MetricCatalogue catalogue() {
    return MetricCatalogue.of(metrics.stream().map(VitalsConfiguration::metric).toList());
  }

  private static Metric metric(@Nullable MetricSetting setting) {
    if (setting == null) {
      throw new InvalidMetricException("a metric has no name");
    }
    return setting.metric();
  }

  /** For the adapter. */
  public StorageSettings storageSettings() {
    return storage.settings(catalogue());
  }

  @JsonProperty
  public boolean isMigrateAtStart() {
    return migrateAtStart;
  }

  @JsonProperty
  public void setMigrateAtStart(boolean migrateAtStart) {
    this.migrateAtStart = migrateAtStart;
  }

  @JsonProperty
  public Duration getShutdownDelay() {
    return shutdownDelay;
  }

  @JsonProperty
  public void setShutdownDelay(Duration shutdownDelay) {
    this.shutdownDelay = shutdownDelay;
  }

  /** Called beside the other limits. */
  @SelfValidation
  public void validate(ViolationCollector violations) {
    if (getLoggingFactory() instanceof DefaultLoggingFactory logging) {
      LogLevels.validate(logging, violations);
    }
    if (metrics != null) {
      try {
        catalogue();
      } catch (InvalidMetricException e) {
        violations.addViolation("metrics", e.getMessage());
      }
    }
  }

  /** Nothing for Dropwizard to configure: probes are on the admin port (service.health). */
  @JsonIgnore
  @Override
  public Optional<HealthFactory> getHealthFactory() {
    return Optional.empty();
  }

  @JsonIgnore
  @Override
  public void setHealthFactory(HealthFactory health) {
    throw new UnsupportedOperationException();
  }
}
