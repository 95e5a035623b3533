package dev.vitals.rest.ingest;

import dev.vitals.application.ingest.Admission;
import dev.vitals.application.ingest.QueueFullException;
import dev.vitals.domain.sample.InvalidSamplesException;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.rest.RestLimits;
import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a request's body within its limits, decoded if it is gzip. For any number of threads. */
final class BodyReader {
  private static final Logger LOG = LoggerFactory.getLogger(BodyReader.class);
  private static final int GZIP_BUFFER_BYTES = 8_192;

  private final RestLimits limits;
  private final SampleBodyReader samples = new SampleBodyReader();

  BodyReader(RestLimits limits) {
    this.limits = limits;
  }

  /**
   * What it holds, by its headers alone.
   *
   * @throws ProblemException of a type, or of a size, that is not read
   */
  SampleFormat format(HttpServletRequest request) {
    SampleFormat format = SampleFormat.of(Collections.list(request.getHeaders("Content-Type")));
    if (request.getContentLengthLong() > limits.maxBodyBytes()) {
      throw new ProblemException(Problem.bodyTooLarge(limits.maxBodyBytes()));
    }
    return format;
  }

  /**
   * @throws ProblemException the body cannot be read, or not within its limits
   * @throws InvalidSamplesException records break a rule
   * @throws QueueFullException there is no room for all of it
   */
  ReadSamples read(
      HttpServletRequest request,
      SampleFormat format,
      Handling handling,
      TimeRange acceptedTimestamps,
      Admission admission) {
    BodyDeadline deadline = BodyDeadline.start(request, limits.bodyTimeout());
    try {
      return samples.read(decoded(request), format, handling, acceptedTimestamps, admission);
    } catch (IOException e) {
      LOG.debug("body_unreadable", e);
      throw new ProblemException(unreadable(e));
    } finally {
      deadline.cancel();
    }
  }

  /** Reads what is left of a body that is not wanted, within the same limits. */
  void discard(HttpServletRequest request) {
    BodyDeadline deadline = BodyDeadline.start(request, limits.bodyTimeout());
    try {
      new BoundedStream(request.getInputStream(), limits.maxBodyBytes())
          .transferTo(OutputStream.nullOutputStream());
    } catch (IOException | ProblemException e) {
      LOG.debug("body_not_discarded", e);
    } finally {
      deadline.cancel();
    }
  }

  /**
   * Bounded before it is decoded too: gzip can go on for ever without giving a byte. Its checksum
   * is checked by the JDK's decoder; Jetty's takes a body with a wrong one.
   */
  private InputStream decoded(HttpServletRequest request) throws IOException {
    InputStream raw = new BoundedStream(request.getInputStream(), limits.maxBodyBytes());
    return switch (BodyEncoding.of(Collections.list(request.getHeaders("Content-Encoding")))) {
      case IDENTITY -> raw;
      case GZIP ->
          new BoundedStream(new GZIPInputStream(raw, GZIP_BUFFER_BYTES), limits.maxBodyBytes());
    };
  }

  /** The body stopped arriving, or is not what its headers say. */
  private Problem unreadable(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof TimeoutException) {
        return Problem.ofStatus(
            408,
            "The body stopped arriving, or took longer than "
                + limits.bodyTimeout().toSeconds()
                + " s.");
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
