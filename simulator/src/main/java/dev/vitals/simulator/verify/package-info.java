/** What the service should answer, and whether it does. */
@NullMarked
package dev.vitals.simulator.verify;

import org.jspecify.annotations.NullMarked;
