/** How users are named by clients. */
@NullMarked
package dev.vitals.domain.user;

import org.jspecify.annotations.NullMarked;
