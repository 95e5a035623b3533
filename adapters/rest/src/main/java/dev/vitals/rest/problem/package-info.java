/** RFC 9457 problem details, for every error there is. */
@NullMarked
package dev.vitals.rest.problem;

import org.jspecify.annotations.NullMarked;
