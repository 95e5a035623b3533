package dev.vitals.rest.problem;

/**
 * What is wrong with one parameter of a query.
 *
 * @param field its name
 * @param message which rule it breaks; fit for the client
 */
public record ParameterError(String field, String message) {}
