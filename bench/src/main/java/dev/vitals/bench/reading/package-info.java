/** A year of history: what is asked of it, and what comes late. */
@NullMarked
package dev.vitals.bench.reading;

import org.jspecify.annotations.NullMarked;
