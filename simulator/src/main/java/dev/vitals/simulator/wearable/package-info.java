/** What a person does and a device on the wrist makes of it. Pure: no clock, no I/O. */
@NullMarked
package dev.vitals.simulator.wearable;

import org.jspecify.annotations.NullMarked;
