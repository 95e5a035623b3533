/** What a person asks for: all of it back, or gone. */
@NullMarked
package dev.vitals.bench.person;

import org.jspecify.annotations.NullMarked;
