package dev.vitals.simulator.run;

import dev.vitals.simulator.sync.Growth;
import dev.vitals.simulator.sync.Habits;
import dev.vitals.simulator.sync.Itinerary;
import dev.vitals.simulator.sync.Pace;
import dev.vitals.simulator.sync.Sync;
import dev.vitals.simulator.sync.SyncFeed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;

/**
 * What time is simulated, and how fast.
 *
 * @param begin an epoch minute
 * @param end the epoch minute after the last
 */
record Schedule(Settings settings, InstantSource clock, long begin, long end) {
  /** Until somebody stops it. */
  private static final Duration FOR_EVER = Duration.ofDays(3_650);

  static Schedule of(Settings settings, InstantSource clock) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MINUTES);
    return settings.mode() == Mode.LIVE
        ? new Schedule(settings, clock, liveBegin(settings, now), minute(now.plus(FOR_EVER)))
        : new Schedule(settings, clock, daysBefore(settings, now), minute(now));
  }

  /** In real time, what was measured since a sync ago is due now: nobody waits for the first. */
  private static long liveBegin(Settings settings, Instant now) {
    return settings.speed() > 1
        ? daysBefore(settings, now)
        : minute(now) / settings.syncEvery() * settings.syncEvery() - settings.syncEvery();
  }

  private static long daysBefore(Settings settings, Instant now) {
    return minute(now.minus(Duration.ofDays(settings.days())));
  }

  /** Up to which epoch second samples of before would be in the way. */
  long lastSecond() {
    return Math.min(end * 60, clock.instant().getEpochSecond() + 60);
  }

  SyncFeed feed() {
    return new SyncFeed(syncs(), pace());
  }

  /** How many minutes of all users there are to send; -1 if there is no end to them. */
  long userMinutes() {
    return settings.mode() == Mode.BACKFILL ? settings.users() * (end - begin) : -1;
  }

  private Iterator<Sync> syncs() {
    return settings.mode() == Mode.LOAD
        ? new Growth(this::itinerary, settings.firstUser(), settings.users())
        : itinerary(settings.firstUser());
  }

  private Itinerary itinerary(long firstUser) {
    Habits habits =
        new Habits(settings.seed(), settings.syncEvery(), settings.late(), settings.duplicates());
    return new Itinerary(habits, firstUser, settings.users(), begin, end);
  }

  private Pace pace() {
    if (settings.mode() != Mode.LIVE) {
      return Pace.AT_ONCE;
    }
    return settings.speed() > 1
        ? Pace.catchingUp(clock, Instant.ofEpochSecond(begin * 60), settings.speed())
        : Pace.ofTheClock(clock);
  }

  private static long minute(Instant moment) {
    return moment.getEpochSecond() / 60;
  }
}
