/** How a line of the log looks: one an event, for people or for machines. */
@NullMarked
package dev.vitals.service.logging;

import org.jspecify.annotations.NullMarked;
