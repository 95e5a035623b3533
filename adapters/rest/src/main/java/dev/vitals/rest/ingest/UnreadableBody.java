package dev.vitals.rest.ingest;

import dev.vitals.application.ingest.QueueFullException;
import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.ProblemException;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells why a body stopped arriving, or is not what its headers say. */
final class UnreadableBody {
  private static final Logger LOG = LoggerFactory.getLogger(UnreadableBody.class);

  private UnreadableBody() {}

  static RuntimeException of(IOException e, Duration timeout) {
    LOG.debug("body_unreadable", e);
    return e.getCause() instanceof QueueFullException full
        ? full
        : new ProblemException(problem(e, timeout));
  }

  private static Problem problem(IOException e, Duration timeout) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof TimeoutException) {
        return Problem.ofStatus(
            408, "The body stopped arriving, or took longer than " + timeout.toSeconds() + " s.");
      }
      if (cause instanceof ZipException) {
        return Problem.malformedBody("The body is not valid gzip.");
      }
      if (cause instanceof EOFException) {
        return Problem.malformedBody("The body ends early.");
      }
    }
    return Problem.malformedBody("The body cannot be read.");
  }
}
