/** Measures the built service from outside, and prints what it measured. */
@NullMarked
package dev.vitals.bench;

import org.jspecify.annotations.NullMarked;
