package dev.vitals.service.metrics;

import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Which Vitals this is. */
final class BuildInfo {
  private BuildInfo() {}

  /** The jar's manifest knows; classes that run without one do not. */
  static String version() {
    String version = BuildInfo.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  static void register(PrometheusRegistry registry) {
    Info.builder()
        .name("vitals_build_info")
        .help("The version that runs.")
        .labelNames("version")
        .register(registry)
        .addLabelValues(version());
  }
}
