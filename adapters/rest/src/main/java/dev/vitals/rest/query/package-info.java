/** {@code GET /metrics}: from parameters to an aggregate. */
@NullMarked
package dev.vitals.rest.query;

import org.jspecify.annotations.NullMarked;
