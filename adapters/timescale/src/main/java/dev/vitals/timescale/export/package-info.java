/** Samples as they are stored, streamed. */
@NullMarked
package dev.vitals.timescale.export;

import org.jspecify.annotations.NullMarked;
