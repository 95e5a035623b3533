/** The questions that are answered: summaries, series and newest values; and their audit. */
@NullMarked
package dev.vitals.timescale.query;

import org.jspecify.annotations.NullMarked;
