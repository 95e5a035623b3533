/** The road out: aggregates over a user's samples, and their newest values. */
@NullMarked
package dev.vitals.application.query;

import org.jspecify.annotations.NullMarked;
