/** The road out for samples as they are: streamed, however many. */
@NullMarked
package dev.vitals.application.export;

import org.jspecify.annotations.NullMarked;
