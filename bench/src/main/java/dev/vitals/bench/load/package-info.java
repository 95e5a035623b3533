/** Requests over HTTP from some connections at once, and what came of them. */
@NullMarked
package dev.vitals.bench.load;

import org.jspecify.annotations.NullMarked;
