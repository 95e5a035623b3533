/** The servers that are measured beside the service, and the protocol they share. */
@NullMarked
package dev.vitals.bench.peers;

import org.jspecify.annotations.NullMarked;
