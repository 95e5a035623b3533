package dev.vitals.rest.query;

import dev.vitals.application.query.SummarizeRange;
import dev.vitals.domain.summary.Summary;
import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** Answers what one user's samples of a range add up to. */
@Path("/metrics")
public final class MetricsResource {
  private final SummarizeRange summarize;

  public MetricsResource(SummarizeRange summarize) {
    this.summarize = summarize;
  }

  /** The whole query is read by hand: a misspelt parameter must not be an answer to something. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public MetricsAnswer metrics(@Context UriInfo uri) {
    MetricsParameters question = MetricsParameters.of(uri.getQueryParameters());
    Summary summary = summarize.summarize(question.userId(), question.range());
    if (summary.isEmpty()) {
      throw new ProblemException(Problem.noSamples());
    }
    return MetricsAnswer.of(question.userId(), question.range(), summary);
  }
}
