package dev.vitals.rest.problem;

import dev.vitals.application.ingest.QueueFullException;
import dev.vitals.application.ingest.TooManySamplesException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.domain.rollup.UnanswerableRangeException;
import dev.vitals.domain.sample.InvalidSamplesException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every exception of a resource, ours and Jersey's, with a problem. */
@Provider
public final class ProblemMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

  @Override
  public Response toResponse(Throwable thrown) {
    if (thrown instanceof ProblemException e) {
      return e.problem().toResponse().build();
    }
    if (thrown instanceof InvalidSamplesException e) {
      return invalidSamples(e).toResponse().build();
    }
    if (thrown instanceof UnanswerableRangeException e) {
      return unanswerable(e).toResponse().build();
    }
    if (thrown instanceof TooManySamplesException e) {
      return Problem.tooManySamples(e.most()).toResponse().build();
    }
    if (thrown instanceof QueueFullException) {
      return tryAgainIn(1, "Too much is being taken in. Nothing of the request is stored.");
    }
    if (thrown instanceof StoreUnavailableException e) {
      return unavailable(e);
    }
    if (thrown instanceof WebApplicationException e && e.getResponse().getStatus() < 500) {
      return ofHttp(e.getResponse());
    }
    return ourFault(thrown).toResponse().build();
  }

  private static Problem invalidSamples(InvalidSamplesException e) {
    return Problem.invalid(
        "invalid-samples",
        "Records break a rule",
        422,
        "None of the request is stored. Correct what errors lists and send it again.",
        e.errors(),
        e.errorCount());
  }

  /** What is wrong with one parameter. */
  private record Cut(String field, String message) {}

  private static Problem unanswerable(UnanswerableRangeException e) {
    List<Cut> cuts =
        e.cuts().stream()
            .map(
                cut ->
                    new Cut(
                        cut.bound().name().toLowerCase(Locale.ROOT),
                        "must be on a quarter hour before "
                            + e.horizon()
                            + "; nearest are "
                            + cut.earlier()
                            + " and "
                            + cut.later()))
            .toList();
    return Problem.invalid(
        "range-expired",
        "The range cuts a quarter hour of which only a summary is kept",
        400,
        "Single samples from before " + e.horizon() + " are dropped. Move what errors lists.",
        cuts,
        cuts.size());
  }

  private static Response unavailable(StoreUnavailableException e) {
    String cause = rootCause(e).getClass().getSimpleName();
    if (e.reason() == Reason.FULL) {
      LOG.error("store_unavailable reason={} cause={}", e.reason(), cause);
    } else {
      LOG.warn("store_unavailable reason={} cause={}", e.reason(), cause);
    }
    // Busy passes in a moment; a database that restarts takes some seconds.
    int seconds = e.reason() == Reason.BUSY ? 1 : 5;
    return tryAgainIn(
        seconds, "The request is stored whole or not at all, and sending it again is safe.");
  }

  private static Response tryAgainIn(int seconds, String detail) {
    return Problem.unavailable(detail + " Try again in " + seconds + " s.")
        .toResponse()
        .header(HttpHeaders.RETRY_AFTER, seconds)
        .build();
  }

  /** What Jersey found wrong before a resource was asked. Its Allow is kept. */
  private static Response ofHttp(Response response) {
    int status = response.getStatus();
    if (status == 415) {
      return Problem.unsupportedType().toResponse().build();
    }
    String detail =
        switch (status) {
          case 404 -> "There is nothing at this path. GET /docs shows what there is.";
          case 405 -> "This path does not take this method, but those that Allow lists.";
          case 406 -> "What this path answers is not among what Accept allows.";
          default -> "The request cannot be understood.";
        };
    Response.ResponseBuilder builder = Problem.ofStatus(status, detail).toResponse();
    String allow = response.getHeaderString(HttpHeaders.ALLOW);
    return (allow == null ? builder : builder.header(HttpHeaders.ALLOW, allow)).build();
  }

  /** With an id that the log carries too. */
  static Problem ourFault(@Nullable Throwable thrown) {
    String errorId = UUID.randomUUID().toString();
    LOG.error("request_failed error_id={}", errorId, thrown);
    return Problem.ourFault(errorId);
  }

  private static Throwable rootCause(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
