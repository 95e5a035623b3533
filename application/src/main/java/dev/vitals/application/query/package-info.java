/** The road out: aggregates over a user's samples. */
@NullMarked
package dev.vitals.application.query;

import org.jspecify.annotations.NullMarked;
