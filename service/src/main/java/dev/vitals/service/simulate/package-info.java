/** The simulator as a command. */
@NullMarked
package dev.vitals.service.simulate;

import org.jspecify.annotations.NullMarked;
