package dev.vitals.timescale.kind;

import java.time.Instant;

/**
 * A chunk of a hypertable.
 *
 * @param name with its schema, quoted
 * @param end it holds what is before
 * @param ofSamples rather than of a rollup
 */
public record Chunk(String name, Instant end, boolean ofSamples) {}
