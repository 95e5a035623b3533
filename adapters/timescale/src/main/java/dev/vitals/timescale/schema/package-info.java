/** The tables, and how a database gets them. */
@NullMarked
package dev.vitals.timescale.schema;

import org.jspecify.annotations.NullMarked;
