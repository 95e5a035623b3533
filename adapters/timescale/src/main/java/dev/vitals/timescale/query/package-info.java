/** The questions that are answered: summaries and series. */
@NullMarked
package dev.vitals.timescale.query;

import org.jspecify.annotations.NullMarked;
