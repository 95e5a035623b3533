/** Summaries as columns. */
@NullMarked
package dev.vitals.timescale.summary;

import org.jspecify.annotations.NullMarked;
