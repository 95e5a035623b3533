package dev.vitals.rest.ingest;

import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.ProblemException;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets only JSON in UTF-8 through to the inlet, by the header's text. Jersey takes a request
 * without a type, or with a wildcard, for anything, and answers one it cannot parse past every
 * mapper. A browser asks before it sends JSON to another site, but not before it sends what has no
 * type.
 */
@Provider
@PreMatching
public final class JsonContentType implements ContainerRequestFilter {
  private static final Pattern JSON =
      Pattern.compile("\\s*application/json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern OTHER_CHARSET =
      Pattern.compile(
          ".*;\\s*charset\\s*=(?!\\s*\"?utf-8\"?\\s*(;|$)).*", Pattern.CASE_INSENSITIVE);

  /**
   * @throws ProblemException 415
   */
  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getMethod().equals(HttpMethod.POST)
        && request.getUriInfo().getPath().equals("ingest")
        && !isJson(request.getHeaderString(HttpHeaders.CONTENT_TYPE))) {
      throw new ProblemException(
          Problem.ofStatus(415, "Content-Type must be application/json, in UTF-8."));
    }
  }

  private static boolean isJson(@Nullable String type) {
    return type != null && JSON.matcher(type).matches() && !OTHER_CHARSET.matcher(type).matches();
  }
}
