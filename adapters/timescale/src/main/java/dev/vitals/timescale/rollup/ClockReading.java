package dev.vitals.timescale.rollup;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The database's clock, and how far it may be believed.
 *
 * @param now what it says
 * @param followed up to where the work on the rollups has followed it; empty while no sample bears
 *     it out
 */
public record ClockReading(Instant now, Optional<Instant> followed) {
  /**
   * What it may be ahead of where it was followed to, and nobody minds: a stop of a day, or a zone
   * taken for an offset. As much as samples may be ahead of us.
   */
  public static final Duration TOLERANCE = Duration.ofHours(24);

  /**
   * How far a clock may lie behind. Below it all that comes in time is still taken, and no clock
   * that is set to a zone is off by as much.
   */
  public static final Duration BEHIND = Duration.ofHours(20);

  public static ClockReading read(Handle handle) {
    return handle
        .createQuery("select now() as now, clock from health_metrics_rollup_state")
        .map(ClockReading::of)
        .one();
  }

  /** How far it is ahead of where it was followed to, negative if it is behind. */
  public Optional<Duration> off() {
    return followed.map(known -> Duration.between(known, now));
  }

  /** How far it is ahead of what can be believed without a witness; empty if it is not. */
  public Optional<Duration> ahead() {
    return off().filter(ahead -> ahead.compareTo(TOLERANCE) > 0);
  }

  /** How far it is behind where it was before; empty if by no more than matters. */
  public Optional<Duration> behind() {
    return off().map(Duration::negated).filter(behind -> behind.compareTo(BEHIND) > 0);
  }

  /** Whether either. */
  public boolean isOff() {
    return ahead().isPresent() || behind().isPresent();
  }

  private static ClockReading of(ResultSet row, StatementContext context) throws SQLException {
    OffsetDateTime clock = row.getObject("clock", OffsetDateTime.class);
    return new ClockReading(
        row.getObject("now", OffsetDateTime.class).toInstant(),
        // How the driver says -infinity.
        clock.equals(OffsetDateTime.MIN) ? Optional.empty() : Optional.of(clock.toInstant()));
  }
}
