/** A run from the options typed to the summary printed. */
@NullMarked
package dev.vitals.simulator.run;

import org.jspecify.annotations.NullMarked;
