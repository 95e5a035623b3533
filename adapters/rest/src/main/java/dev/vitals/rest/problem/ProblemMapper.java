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
        : Problems.of(thrown).toResponse();
  }

  /** What Jersey found wrong before a resource was asked. */
  private static Response ofHttp(Response response) {
    int status = response.getStatus();
    Problem problem =
        switch (status) {
          case 404 -> Problem.unknownPath();
          case 405 -> Problem.methodNotAllowed(response.getHeaderString(HttpHeaders.ALLOW));
          case 406 -> Problem.notAcceptable();
          default -> Problem.ofStatus(status, "The request cannot be understood.");
        };
    return problem.toResponse();
  }
}
