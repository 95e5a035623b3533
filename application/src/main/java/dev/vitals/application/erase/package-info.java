/** The use case of erasing. */
@NullMarked
package dev.vitals.application.erase;

import org.jspecify.annotations.NullMarked;
