/** What the database says when something fails, in the words of the ports. */
@NullMarked
package dev.vitals.timescale.error;

import org.jspecify.annotations.NullMarked;
