package dev.vitals.service.metrics;

import dev.vitals.application.erase.SampleEraser;
import dev.vitals.domain.time.TimeRange;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Measures what erasing takes, and counts what is gone. */
public final class MeteredSampleEraser implements SampleEraser {
  private final SampleEraser eraser;
  private final Outcomes erasures;
  private final Counter samples;

  public MeteredSampleEraser(SampleEraser eraser, PrometheusRegistry registry) {
    this.eraser = eraser;
    erasures =
        new Outcomes(
            registry,
            "vitals_store_erase_duration_seconds",
            "Of an erasure, from the wait for a connection to the commit.",
            .01,
            .05,
            .1,
            .5,
            1,
            2.5,
            5,
            10,
            30,
            60,
            300);
    samples =
        Counter.builder()
            .name("vitals_erased_samples_total")
            .help("Samples that were erased.")
            .register(registry);
  }

  @Override
  public long erase(long userId, TimeRange range) {
    return counted(erasures.timed(() -> eraser.erase(userId, range)));
  }

  @Override
  public long eraseUser(long userId) {
    return counted(erasures.timed(() -> eraser.eraseUser(userId)));
  }

  @Override
  public void stop() {
    eraser.stop();
  }

  private long counted(long erased) {
    samples.inc(erased);
    return erased;
  }
}
