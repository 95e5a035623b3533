/** What leads an operator to the rest of the admin port. */
@NullMarked
package dev.vitals.service.admin;

import org.jspecify.annotations.NullMarked;
