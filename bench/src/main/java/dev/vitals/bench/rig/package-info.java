/** What every bench stands on: a database, the built service, connections to it, and meters. */
@NullMarked
package dev.vitals.bench.rig;

import org.jspecify.annotations.NullMarked;
