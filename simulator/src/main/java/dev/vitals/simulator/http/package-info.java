/** HTTP as a good client does it: patient, bounded, and counted. */
@NullMarked
package dev.vitals.simulator.http;

import org.jspecify.annotations.NullMarked;
