/** Samples as they are streamed to clients. */
@NullMarked
package dev.vitals.rest.export;

import org.jspecify.annotations.NullMarked;
