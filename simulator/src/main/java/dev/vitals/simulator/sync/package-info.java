/** When devices hand over what they measured: in time, late, or again. */
@NullMarked
package dev.vitals.simulator.sync;

import org.jspecify.annotations.NullMarked;
