package dev.vitals.rest.problem;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers every exception of a resource, ours and Jersey's, with a problem. */
@Provider
public final class ProblemMapper implements ExceptionMapper<Throwable> {
  @Override
  public Response toResponse(Throwable thrown) {
    return thrown instanceof WebApplicationException e && e.getResponse().getStatus() < 500
        ? ofHttp(e.getResponse())
        : Problems.of(thrown).toResponse().build();
  }

  /** What Jersey found wrong before a resource was asked. Its Allow is kept. */
  private static Response ofHttp(Response response) {
    int status = response.getStatus();
    Problem problem =
        switch (status) {
          case 404 ->
              Problem.ofStatus(
                  404,
                  "There is nothing at this path. GET /docs shows what there is; health and metrics"
                      + " are on the admin port.");
          case 405 -> Problem.methodNotAllowed();
          case 406 ->
              Problem.ofStatus(406, "What this path answers is not among what Accept allows.");
          default -> Problem.ofStatus(status, "The request cannot be understood.");
        };
    Response.ResponseBuilder builder = problem.toResponse();
    String allow = response.getHeaderString(HttpHeaders.ALLOW);
    return (allow == null ? builder : builder.header(HttpHeaders.ALLOW, allow)).build();
  }
}
