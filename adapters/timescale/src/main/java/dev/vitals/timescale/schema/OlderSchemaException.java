package dev.vitals.timescale.schema;

/**
 * A database of before the first release, whose values have other units. The message is one line
 * that says what to do.
 */
public final class OlderSchemaException extends RuntimeException {
  OlderSchemaException() {
    super(
        "this database was made by a Vitals of before its first release, which kept values in other"
            + " units: give this one an empty database and send it the samples again, or go on with"
            + " the Vitals that made it");
  }
}
