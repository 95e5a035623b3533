package dev.vitals.embedded;

import static java.util.Objects.requireNonNullElse;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** The embedded database cannot be had. The message is one line that says what to do. */
public class EmbeddedPostgresException extends RuntimeException {

  EmbeddedPostgresException(String message) {
    super(message);
  }

  EmbeddedPostgresException(String message, Throwable cause) {
    super(message, cause);
  }

  static EmbeddedPostgresException because(String what, Exception e) {
    Throwable cause = e instanceof UncheckedIOException ? requireNonNullElse(e.getCause(), e) : e;
    return new EmbeddedPostgresException(what + ": " + reason(cause), e);
  }

  /** These hold nothing but a path in their message; the reason is the name of their class. */
  private static String reason(Throwable cause) {
    if (cause instanceof AccessDeniedException denied) {
      return "no permission for " + denied.getFile();
    }
    if (cause instanceof FileAlreadyExistsException taken) {
      return taken.getFile() + " is a file";
    }
    if (cause instanceof NoSuchFileException missing) {
      return missing.getFile() + " is missing";
    }
    String message = cause.getMessage();
    return message == null ? cause.toString() : message;
  }
}
