package dev.vitals.service.health;

import com.codahale.metrics.health.HealthCheck;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Whether what is taken in gets to the disk. */
public final class CommitsCheck extends HealthCheck {
  private final BooleanSupplier isStuck;
  private final Supplier<Optional<Reason>> failure;

  /**
   * @param isStuck whether no commit has moved for long
   * @param failure what commits fail with lately
   */
  public CommitsCheck(BooleanSupplier isStuck, Supplier<Optional<Reason>> failure) {
    this.isStuck = isStuck;
    this.failure = failure;
  }

  @Override
  protected Result check() {
    Optional<Reason> reason = failure.get();
    if (reason.filter(Reason.FULL::equals).isPresent()) {
      return Result.unhealthy(
          "the database's disk is full: make room; samples are refused with 503 until then");
    }
    if (reason.filter(Reason.READ_ONLY::equals).isPresent()) {
      return Result.unhealthy("the database takes no writes: let DATABASE_URL name the primary");
    }
    return isStuck.getAsBoolean()
        ? Result.unhealthy(
            "no commit has ended for seconds: see in pg_stat_activity which lock or disk it waits"
                + " for")
        : Result.healthy();
  }
}
