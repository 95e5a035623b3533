/** Writes batches of samples: by COPY where they are new, merged where they are known. */
@NullMarked
package dev.vitals.timescale.ingest;

import org.jspecify.annotations.NullMarked;
