/** Erasing by hand. */
@NullMarked
package dev.vitals.service.erase;

import org.jspecify.annotations.NullMarked;
