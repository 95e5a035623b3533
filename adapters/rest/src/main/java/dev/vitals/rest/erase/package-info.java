/** {@code DELETE}: what a user wants to be forgotten. */
@NullMarked
package dev.vitals.rest.erase;

import org.jspecify.annotations.NullMarked;
