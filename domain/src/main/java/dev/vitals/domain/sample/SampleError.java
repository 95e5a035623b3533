package dev.vitals.domain.sample;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one record.
 *
 * @param index the record's place in the request, from 0
 * @param field its name as the client wrote it, or null if the whole record is meant
 * @param message which rule it breaks, with the limit; fit for the client
 */
public record SampleError(int index, @Nullable String field, String message) {}
