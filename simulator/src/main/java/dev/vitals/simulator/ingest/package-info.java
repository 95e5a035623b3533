/** From syncs to acknowledged requests. */
@NullMarked
package dev.vitals.simulator.ingest;

import org.jspecify.annotations.NullMarked;
