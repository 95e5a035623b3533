/** {@code POST /ingest}: from bytes to columns. */
@NullMarked
package dev.vitals.rest.ingest;

import org.jspecify.annotations.NullMarked;
