/** What stalled clients may hold of our memory. */
@NullMarked
package dev.vitals.rest.memory;

import org.jspecify.annotations.NullMarked;
