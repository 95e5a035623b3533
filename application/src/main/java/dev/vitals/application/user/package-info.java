/** Which user a name stands for. */
@NullMarked
package dev.vitals.application.user;

import org.jspecify.annotations.NullMarked;
