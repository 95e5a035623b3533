/** HTTP in and out. {@link dev.vitals.rest.RestApi} is the way in. */
@NullMarked
package dev.vitals.rest;

import org.jspecify.annotations.NullMarked;
