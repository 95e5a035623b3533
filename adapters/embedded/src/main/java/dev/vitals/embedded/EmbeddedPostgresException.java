package dev.vitals.embedded;

/** The embedded database cannot be had. The message is one line that says what to do. */
public class EmbeddedPostgresException extends RuntimeException {

  EmbeddedPostgresException(String message) {
    super(message);
  }

  EmbeddedPostgresException(String message, Throwable cause) {
    super(message, cause);
  }
}
