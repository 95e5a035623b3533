/** Moments as stored and half-open spans of them. */
@NullMarked
package dev.vitals.domain.time;

import org.jspecify.annotations.NullMarked;
