/** A range cut into buckets of somebody's local time. */
@NullMarked
package dev.vitals.domain.series;

import org.jspecify.annotations.NullMarked;
