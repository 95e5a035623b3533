package dev.vitals.rest.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 writes it.
 *
 * @param type "about:blank" where the status says all there is to know
 * @param title the same for every problem of the type
 * @param detail what to do about this one
 * @param errors one entry a mistake, where there can be several
 * @param errorCount all mistakes, where {@code errors} holds only the first of them
 * @param limitBytes the limit that a body broke, decoded
 * @param errorId what the log says about it carries the same
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(SnakeCaseStrategy.class)
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    @Nullable List<?> errors,
    @Nullable Integer errorCount,
    @Nullable Long limitBytes,
    @Nullable String errorId) {

  public static final String MEDIA_TYPE = "application/problem+json";

  /** How many mistakes one answer shows. */
  public static final int MOST_ERRORS = 100;

  private static final String TYPES = "urn:vitals:problem:";
  private static final int LONGEST_NAME = 64;

  /** Records or parameters that break a rule; the first {@link #MOST_ERRORS} errors are kept. */
  public static Problem invalid(
      String type, String title, int status, String detail, List<?> errors, int errorCount) {
    List<?> first = errors.subList(0, Math.min(errors.size(), MOST_ERRORS));
    return new Problem(TYPES + type, title, status, detail, first, errorCount, null, null);
  }

  /** A name that a client made up, as far as it is worth showing. */
  public static String shownName(String name) {
    return name.codePointCount(0, name.length()) <= LONGEST_NAME
        ? name
        : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME));
  }

  public static Problem malformedBody(String detail) {
    return new Problem(
        TYPES + "malformed-body", "The body cannot be read", 400, detail, null, null, null, null);
  }

  public static Problem bodyTooLarge(long limitBytes) {
    return new Problem(
        TYPES + "body-too-large",
        "The body is too large",
        413,
        "The limit is " + limitBytes + " bytes, decoded. Send the samples in smaller batches.",
        null,
        null,
        limitBytes,
        null);
  }

  public static Problem tooManySamples(int most) {
    return new Problem(
        TYPES + "body-too-large",
        "The body is too large",
        413,
        "The limit is " + most + " samples. Send them in smaller batches.",
        null,
        null,
        null,
        null);
  }

  public static Problem unsupportedType() {
    return ofStatus(
        415, "Content-Type must be application/json or application/x-ndjson, in UTF-8.");
  }

  public static Problem unavailable(String detail) {
    return new Problem(
        TYPES + "unavailable",
        "The service cannot answer now",
        503,
        detail,
        null,
        null,
        null,
        null);
  }

  public static Problem ourFault(String errorId) {
    return new Problem(
        TYPES + "internal",
        "A fault of ours",
        500,
        "Nothing you can change. Give the error id to whoever runs the service.",
        null,
        null,
        null,
        errorId);
  }

  /** Of a status that needs no type of its own. */
  public static Problem ofStatus(int status, String detail) {
    return new Problem(
        "about:blank", HttpStatus.getMessage(status), status, detail, null, null, null, null);
  }

  Response.ResponseBuilder toResponse() {
    return Response.status(status).type(MediaType.valueOf(MEDIA_TYPE)).entity(this);
  }
}
