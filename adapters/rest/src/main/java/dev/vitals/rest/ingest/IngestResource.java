package dev.vitals.rest.ingest;

import dev.vitals.application.ingest.IngestSamples;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.rest.RestLimits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

/** Takes in samples: all of a request or nothing of it. */
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
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public IngestAnswer ingest(@Context HttpServletRequest request) {
    SampleBatch samples = body.read(request, ingest.acceptedTimestamps());
    ingest.ingest(samples);
    return IngestAnswer.of(samples.size());
  }
}
