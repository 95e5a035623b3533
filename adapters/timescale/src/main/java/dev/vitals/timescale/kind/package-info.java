/** What differs between TimescaleDB Community, TimescaleDB Apache and plain PostgreSQL. */
@NullMarked
package dev.vitals.timescale.kind;

import org.jspecify.annotations.NullMarked;
