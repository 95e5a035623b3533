package dev.vitals.service.health;

import com.codahale.metrics.health.HealthCheck;
import java.util.function.BooleanSupplier;

/** Whether questions are answered. */
public final class QuestionsCheck extends HealthCheck {
  private final BooleanSupplier isStuck;

  /**
   * @param isStuck whether none has been answered for long, though as many wait as are asked at
   *     once
   */
  public QuestionsCheck(BooleanSupplier isStuck) {
    this.isStuck = isStuck;
  }

  @Override
  protected Result check() {
    return isStuck.getAsBoolean()
        ? Result.unhealthy(
            "no question has been answered for seconds: see in pg_stat_activity which lock they wait"
                + " for, or what takes so long")
        : Result.healthy();
  }
}
