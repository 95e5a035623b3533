package dev.vitals.rest.ingest;

import dev.vitals.application.ingest.IngestSamples;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.rest.RestLimits;
import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.ProblemException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeoutException;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Takes in samples: all of a request or nothing of it. */
@Path("/ingest")
public final class IngestResource {
  private final IngestSamples ingest;
  private final RestLimits limits;
  private final SampleArrayReader reader = new SampleArrayReader();

  public IngestResource(IngestSamples ingest, RestLimits limits) {
    this.ingest = ingest;
    this.limits = limits;
  }

  /** Answers once the samples are committed. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public IngestAnswer ingest(
      @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String encoding,
      @HeaderParam(HttpHeaders.CONTENT_LENGTH) @Nullable Long length,
      InputStream body) {
    // Jetty has inflated gzip and removed the header: what is left of it nobody has decoded.
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new ProblemException(
          Problem.ofStatus(415, "Content-Encoding must be gzip, or left out."));
    }
    if (length != null && length > limits.maxBodyBytes()) {
      throw new ProblemException(Problem.bodyTooLarge(limits.maxBodyBytes()));
    }
    SampleBatch samples = read(body);
    ingest.ingest(samples);
    return IngestAnswer.of(samples.size());
  }

  private SampleBatch read(InputStream body) {
    try {
      return reader.read(new BoundedBody(body, limits), ingest.acceptedTimestamps());
    } catch (IOException e) {
      throw new ProblemException(unreadable(e));
    }
  }

  /** The body stopped arriving, or is not what its headers say. */
  private static Problem unreadable(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof TimeoutException) {
        return Problem.ofStatus(408, "The body stopped arriving.");
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
