/** Summaries as columns. */
@NullMarked
package dev.vitals.timescale.metrics;

import org.jspecify.annotations.NullMarked;
