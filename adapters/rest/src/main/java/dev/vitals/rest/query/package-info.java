/** Questions: from parameters to an aggregate, or to the samples themselves. */
@NullMarked
package dev.vitals.rest.query;

import org.jspecify.annotations.NullMarked;
