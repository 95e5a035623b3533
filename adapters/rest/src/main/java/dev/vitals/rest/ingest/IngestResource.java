package dev.vitals.rest.ingest;

import dev.vitals.application.ingest.Admission;
import dev.vitals.application.ingest.IngestSamples;
import dev.vitals.application.ingest.QueueFullException;
import dev.vitals.domain.sample.SampleError;
import dev.vitals.rest.RestLimits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Takes in samples: all of a request or nothing of it, or the good ones if a client prefers so. */
@Path("/ingest")
public final class IngestResource {
  private final IngestSamples ingest;
  private final BodyReader body;

  public IngestResource(IngestSamples ingest, RestLimits limits) {
    this.ingest = ingest;
    this.body = new BodyReader(limits);
  }

  /** Answers once the samples are committed. */
  @POST
  @Consumes({MediaType.APPLICATION_JSON, "application/x-ndjson"})
  @Produces(MediaType.APPLICATION_JSON)
  public Response ingest(@Context HttpServletRequest request) {
    SampleFormat format = body.format(request);
    try (Admission admission = ingest.admit()) {
      Handling handling = Handling.of(request);
      ReadSamples samples =
          body.read(request, format, handling, ingest.acceptedTimestamps(), admission);
      return handling == Handling.LENIENT
          ? lenient(samples, ClientConnection.of(request))
          : strict(samples, ClientConnection.of(request));
    } catch (QueueFullException e) {
      // Most clients look for an answer only when they have sent all.
      body.discard(request);
      throw e;
    }
  }

  private Response strict(ReadSamples samples, ClientConnection client) {
    ingest.ingest(samples.good(), client::isGone);
    return Response.ok(IngestAnswer.strict(samples.records())).build();
  }

  private Response lenient(ReadSamples samples, ClientConnection client) {
    List<SampleError> expired = ingest.ingestUnexpired(samples.good(), client::isGone);
    int count = samples.good().size() - expired.size();
    return Response.ok(
            IngestAnswer.lenient(count, samples.records() - count, samples.errorsAnd(expired)))
        .header("Preference-Applied", "handling=lenient")
        .build();
  }
}
