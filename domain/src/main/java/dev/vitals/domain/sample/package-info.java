/** What a device reported, one at a time and many as columns. */
@NullMarked
package dev.vitals.domain.sample;

import org.jspecify.annotations.NullMarked;
