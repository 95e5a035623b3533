/** Tests of the embedded database. */
@NullMarked
package dev.vitals.embedded;

import org.jspecify.annotations.NullMarked;
