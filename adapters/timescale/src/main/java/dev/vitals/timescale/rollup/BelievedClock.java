package dev.vitals.timescale.rollup;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the database's clock as far as it can be believed, and keeps in the database how far that
 * is. A clock that is years ahead would have retention drop everything, and the horizon never comes
 * back.
 *
 * <p>It is believed as it goes on: a day, and what has passed by the machine's timer, beyond where
 * it was followed to. Where it is further ahead, the timer alone is followed until samples of the
 * clock's present bear it out. Where samples are dropped by it, it also has to go right for a day:
 * a device that has its time from the same wrong clock is no witness.
 *
 * <p>For one thread at a time, under the lock of the maintenance.
 */
final class BelievedClock {
  private static final Logger LOG = LoggerFactory.getLogger(BelievedClock.class);

  /** The age of the newest sample up to which it bears out a clock nobody has followed yet. */
  private static final Duration OF_OUR_TIME = Duration.ofDays(90);

  /** Which samples are of the clock's present. They may be as far ahead of it. */
  private static final Duration PRESENT = Duration.ofHours(24);

  private static final Duration PROBATION = Duration.ofHours(24);

  /** How much a clock is set meanwhile, and still is the same one. */
  private static final Duration CORRECTION = Duration.ofHours(1);

  /** A moment by the database's clock, or up to where it was followed, and the timer with it. */
  private record Mark(Instant clock, long nanos) {
    Instant goneOn(long now) {
      return clock.plusNanos(now - nanos);
    }
  }

  private final LongSupplier timer;
  private final boolean dropsSamples;
  private @Nullable Mark followed;
  private @Nullable Mark doubted;

  /**
   * @param timer in nanoseconds, that nobody sets
   * @param dropsSamples whether samples are dropped by the clock
   */
  BelievedClock(LongSupplier timer, boolean dropsSamples) {
    this.timer = timer;
    this.dropsSamples = dropsSamples;
  }

  /** Reads it, and keeps up to where it was followed. */
  Belief follow(Handle handle) {
    ClockReading reading = ClockReading.read(handle);
    Instant now = reading.now();
    long nanos = timer.getAsLong();
    if (reading.followed().isEmpty()) {
      return hasSamples(handle, now.minus(OF_OUR_TIME), now)
          ? followed(handle, now, now, nanos)
          : new Belief(now, Optional.empty());
    }
    Instant known = goneOn(reading.followed().get(), nanos);
    if (now.isAfter(known.plus(ClockReading.TOLERANCE)) && !isBorneOut(handle, now, known, nanos)) {
      return followed(handle, now, known, nanos);
    }
    if (doubted != null) {
      doubted = null;
      LOG.info("clock_believed now={}", now);
    }
    return followed(handle, now, later(reading.followed().get(), now), nanos);
  }

  /**
   * An operator says that it is right, whatever it says.
   *
   * @return what it says
   */
  static Instant trust(Handle handle) {
    handle.execute("update health_metrics_rollup_state set clock = now()");
    return ClockReading.read(handle).followed().orElseThrow();
  }

  /** Where it is by the timer. Another instance may have followed it further, or trusted it. */
  private Instant goneOn(Instant kept, long nanos) {
    Mark last = followed;
    return last == null || kept.isBefore(last.clock()) ? kept : later(kept, last.goneOn(nanos));
  }

  private boolean isBorneOut(Handle handle, Instant now, Instant known, long nanos) {
    Mark since = doubted;
    if (since == null
        || Duration.between(since.goneOn(nanos), now).abs().compareTo(CORRECTION) > 0) {
      since = new Mark(now, nanos);
      doubted = since;
      say(now, known);
    }
    boolean wentRight =
        !dropsSamples || Duration.ofNanos(nanos - since.nanos()).compareTo(PROBATION) >= 0;
    return wentRight && hasSamples(handle, now.minus(PRESENT), now);
  }

  private void say(Instant now, Instant known) {
    String message =
        "clock_distrusted database_clock={} followed_to={} retention={} remedy=\"correct the clock;"
            + " if it is right, ./vitals rollups trust-clock config.yml\"";
    if (dropsSamples) {
      LOG.error(message, now, known, "waits");
    } else {
      LOG.warn(message, now, known, "off");
    }
  }

  private Belief followed(Handle handle, Instant now, Instant to, long nanos) {
    handle
        .createUpdate("update health_metrics_rollup_state set clock = :to where clock < :to")
        .bind("to", to)
        .execute();
    followed = new Mark(to, nanos);
    return new Belief(to.isBefore(now) ? to : now, Optional.of(to));
  }

  private static boolean hasSamples(Handle handle, Instant since, Instant now) {
    return handle
        .createQuery(
            """
            select exists (select from health_metrics
                           where timestamp >= :since and timestamp <= :until)
            """)
        .bind("since", since)
        .bind("until", now.plus(PRESENT))
        .mapTo(Boolean.class)
        .one();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
