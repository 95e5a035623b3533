/** The newest values of a user's metrics. */
@NullMarked
package dev.vitals.domain.latest;

import org.jspecify.annotations.NullMarked;
