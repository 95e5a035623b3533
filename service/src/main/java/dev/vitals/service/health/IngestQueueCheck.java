package dev.vitals.service.health;

import com.codahale.metrics.health.HealthCheck;
import java.util.function.IntSupplier;

/**
 * Whether there is room for more samples. Not a matter of readiness: under more load than it can
 * take an instance still acknowledges as much as it can, and answers questions.
 */
public final class IngestQueueCheck extends HealthCheck {
  private static final int FULL_PERCENT = 95;

  private final IntSupplier samples;
  private final int limit;

  public IngestQueueCheck(IntSupplier samples, int limit) {
    this.samples = samples;
    this.limit = limit;
  }

  @Override
  protected Result check() {
    int inMemory = samples.getAsInt();
    return inMemory * 100L >= limit * (long) FULL_PERCENT
        ? Result.unhealthy(
            "%s of %s samples are in memory, and what finds no room is answered 503: the database"
                + " is slower than what comes; look at its load, send less, or raise"
                + " ingest.queueSamples if it is a burst",
            inMemory, limit)
        : Result.healthy("%s of %s samples are in memory", inMemory, limit);
  }
}
