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
    // A database that is away or busy is what the check of the database tells.
    Optional<Reason> refusal =
        failure.get().filter(reason -> reason == Reason.FULL || reason == Reason.READ_ONLY);
    if (refusal.isPresent()) {
      return Result.unhealthy(Remedy.of(refusal.get()));
    }
    return isStuck.getAsBoolean()
        ? Result.unhealthy(
            "no commit has ended for seconds: see in pg_stat_activity which lock or disk it waits"
                + " for")
        : Result.healthy();
  }
}
