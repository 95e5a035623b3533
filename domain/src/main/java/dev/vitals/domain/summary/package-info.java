/** Mergeable partial aggregates of samples. */
@NullMarked
package dev.vitals.domain.summary;

import org.jspecify.annotations.NullMarked;
