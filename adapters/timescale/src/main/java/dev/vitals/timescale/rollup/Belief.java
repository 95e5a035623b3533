package dev.vitals.timescale.rollup;

import java.time.Instant;
import java.util.Optional;

/**
 * What the work on the rollups takes for the time.
 *
 * @param now no later than the database's clock says
 * @param followed up to where that clock was ever believed; empty while no sample bears it out, and
 *     nothing may be dropped by it
 */
record Belief(Instant now, Optional<Instant> followed) {}
