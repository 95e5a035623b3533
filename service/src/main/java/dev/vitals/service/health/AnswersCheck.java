package dev.vitals.service.health;

import com.codahale.metrics.health.HealthCheck;
import java.util.function.BooleanSupplier;

/** Whether what is asked of the store is answered. */
public final class AnswersCheck extends HealthCheck {
  private final String asked;
  private final BooleanSupplier isStuck;

  /**
   * @param asked one of them, in a word
   * @param isStuck whether none has been answered for long, though as many wait as are asked at
   *     once
   */
  public AnswersCheck(String asked, BooleanSupplier isStuck) {
    this.asked = asked;
    this.isStuck = isStuck;
  }

  @Override
  protected Result check() {
    return isStuck.getAsBoolean()
        ? Result.unhealthy(
            "no "
                + asked
                + " has been answered for seconds: see in pg_stat_activity which lock they wait for,"
                + " or what takes so long")
        : Result.healthy();
  }
}
