/** Erases a user's samples from wherever they are. */
@NullMarked
package dev.vitals.timescale.erase;

import org.jspecify.annotations.NullMarked;
