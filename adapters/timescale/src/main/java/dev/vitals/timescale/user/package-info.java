/** The numbers by which users with names are stored. */
@NullMarked
package dev.vitals.timescale.user;

import org.jspecify.annotations.NullMarked;
