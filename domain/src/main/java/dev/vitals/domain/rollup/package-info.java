/** Which part of a range comes from which rollup. */
@NullMarked
package dev.vitals.domain.rollup;

import org.jspecify.annotations.NullMarked;
