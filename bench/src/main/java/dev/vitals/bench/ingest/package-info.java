/** How fast samples are taken in, against a bare COPY, and what it takes of the machine. */
@NullMarked
package dev.vitals.bench.ingest;

import org.jspecify.annotations.NullMarked;
