/** The storage ports on PostgreSQL and TimescaleDB. */
@NullMarked
package dev.vitals.timescale;

import org.jspecify.annotations.NullMarked;
