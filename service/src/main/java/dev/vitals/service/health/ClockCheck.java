package dev.vitals.service.health;

import com.codahale.metrics.health.HealthCheck;
import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.timescale.rollup.ClockReading;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Whether the clock that timestamps are judged by can be right: against the database's, and against
 * where that one was when it was last worked by. One that lies behind would refuse for good what is
 * sent in time.
 *
 * <p>That a clock is ahead of where the database was left proves nothing: it may have stood still.
 */
public final class ClockCheck extends HealthCheck {
  private final Supplier<ClockReading> database;
  private final InstantSource clock;
  private volatile boolean isWrong;

  public ClockCheck(Supplier<ClockReading> database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** As it was found last. */
  public boolean isWrong() {
    return isWrong;
  }

  @Override
  protected Result check() {
    ClockReading reading;
    try {
      reading = database.get();
    } catch (StoreUnavailableException | StoreRejectedException e) {
      // What is wrong there other checks tell. What was known of the clock holds on.
      return isWrong
          ? Result.unhealthy("was wrong when the database last answered")
          : Result.healthy("not known while the database does not answer");
    }
    Result result = compare(clock.instant(), reading);
    // One that is ahead of ours may be right, and ours have stood still with the machine: nobody
    // can
    // tell, and what ours would refuse is not refused for good.
    isWrong = !result.isHealthy() || isBehind(clock.instant(), reading.now());
    return result;
  }

  private static Result compare(Instant ours, ClockReading database) {
    if (database.isOff()) {
      // Then it is no measure, and what it was worked by before is the least that it can be.
      Instant known = database.followed().orElseThrow();
      return isBehind(ours, known)
          ? wrong(ours, "Vitals has worked on this database by one that said " + known)
          : Result.healthy();
    }
    return isBehind(ours, database.now()) || isBehind(database.now(), ours)
        ? wrong(ours, "the database's says " + database.now())
        : Result.healthy();
  }

  private static boolean isBehind(Instant one, Instant other) {
    return Duration.between(one, other).compareTo(ClockReading.BEHIND) > 0;
  }

  private static Result wrong(Instant ours, String measure) {
    return Result.unhealthy(
        "this machine's clock says %s, and %s: samples are answered 503 where it would refuse them;"
            + " correct the clock (timedatectl). If it is right and the other was wrong, correct"
            + " that one and run ./vitals rollups trust-clock config.yml",
        ours, measure);
  }
}
