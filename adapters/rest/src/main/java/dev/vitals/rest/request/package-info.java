/** What is told of every request: its id, its line in the access log, its measure. */
@NullMarked
package dev.vitals.rest.request;

import org.jspecify.annotations.NullMarked;
