/** Doing together what waits at the same time: commits and questions alike. */
@NullMarked
package dev.vitals.application.group;

import org.jspecify.annotations.NullMarked;
