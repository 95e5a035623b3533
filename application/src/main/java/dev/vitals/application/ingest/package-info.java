/** The road in: samples from any inlet to the store. */
@NullMarked
package dev.vitals.application.ingest;

import org.jspecify.annotations.NullMarked;
