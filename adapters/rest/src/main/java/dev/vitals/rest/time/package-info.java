/** Moments as clients write them. */
@NullMarked
package dev.vitals.rest.time;

import org.jspecify.annotations.NullMarked;
