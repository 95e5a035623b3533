package dev.vitals.rest.problem;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.vitals.rest.request.RequestId;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
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
 * @param headers of the answer, whoever gives it
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
    @Nullable String errorId,
    @JsonIgnore Map<String, String> headers) {

  public static final String MEDIA_TYPE = "application/problem+json";

  /** How many mistakes one answer shows. */
  public static final int MOST_ERRORS = 100;

  private static final Map<String, String> NO_HEADERS = Map.of();
  private static final String TYPES = "urn:vitals:problem:";
  private static final String BODY_TOO_LARGE = TYPES + "body-too-large";
  private static final String TOO_LARGE = "The body is too large";
  private static final String SMALLER_BATCHES = " Send the samples in smaller batches.";

  /** Of the request that is being answered, which the answer's header and the log carry too. */
  @JsonProperty
  public @Nullable String requestId() {
    return RequestId.current();
  }

  /** Records or parameters that break a rule; the first {@link #MOST_ERRORS} errors are kept. */
  public static Problem invalid(
      String type, String title, int status, String detail, List<?> errors, int errorCount) {
    List<?> first = errors.subList(0, Math.min(errors.size(), MOST_ERRORS));
    return new Problem(
        TYPES + type, title, status, detail, first, errorCount, null, null, NO_HEADERS);
  }

  /**
   * Parameters of the query that break a rule.
   *
   * @param hint behind what to do about it; may be empty
   */
  public static Problem invalidParameters(List<ParameterError> errors, String hint) {
    return invalid(
        "invalid-parameters",
        "Parameters break a rule",
        400,
        "Correct what errors lists." + hint,
        errors,
        errors.size());
  }

  /** The buckets that are asked for are none that can be answered. */
  public static Problem invalidBucket(String type, String title, String rule) {
    return invalid(
        type, title, 400, "Choose another bucket.", List.of(new ParameterError("bucket", rule)), 1);
  }

  public static Problem malformedBody(String detail) {
    return plain(TYPES + "malformed-body", "The body cannot be read", 400, detail);
  }

  /** Which of them is meant, nobody can know. */
  public static Problem repeatedHeader(String name) {
    return ofStatus(400, name + " must be given once.");
  }

  public static Problem bodyTooLarge(long limitBytes) {
    String detail = "The limit is " + limitBytes + " bytes, decoded." + SMALLER_BATCHES;
    return new Problem(
        BODY_TOO_LARGE, TOO_LARGE, 413, detail, null, null, limitBytes, null, NO_HEADERS);
  }

  public static Problem tooManySamples(int most) {
    String detail = "The limit is " + most + " samples." + SMALLER_BATCHES;
    return plain(BODY_TOO_LARGE, TOO_LARGE, 413, detail);
  }

  public static Problem lengthRequired() {
    // What is sent all the same is no request.
    return ofStatus(411, "Send a Content-Length, which may be 0, or the body in chunks.")
        .with("Connection", "close");
  }

  /** The answer says which are taken (RFC 9110, section 15.5.16). */
  public static Problem unsupportedType(String detail, String accept) {
    return ofStatus(415, detail).with("Accept", accept);
  }

  /** As {@link #unsupportedType}; Accept-Encoding tells the two apart (section 12.5.3). */
  public static Problem unsupportedEncoding(String detail, String acceptEncoding) {
    return ofStatus(415, detail).with("Accept-Encoding", acceptEncoding);
  }

  /** The question was understood, unlike one to {@link #unknownPath}. */
  public static Problem noSamples() {
    return noSamples("The range holds no sample of this user.");
  }

  /** Where no range is asked for. */
  public static Problem noSamplesAtAll() {
    return noSamples("No sample of this user is kept.");
  }

  private static Problem noSamples(String detail) {
    return plain(TYPES + "no-samples", "No samples", 404, detail);
  }

  public static Problem unknownPath() {
    return plain(
        TYPES + "unknown-path",
        "Nothing at this path",
        404,
        "There is nothing at this path. GET /docs shows what there is; health and metrics are on the"
            + " admin port.");
  }

  /**
   * @param allow those that the path takes
   */
  public static Problem methodNotAllowed(String allow) {
    return ofStatus(405, "This path does not take this method, but those that Allow lists.")
        .with("Allow", allow);
  }

  public static Problem malformedRequest() {
    return ofStatus(400, "The request line, the query or a header is malformed.");
  }

  public static Problem notAcceptable() {
    return ofStatus(406, "What this path answers is not among what Accept allows.");
  }

  /** Of an older version of HTTP, where an answer that is cut looks like one that ends. */
  public static Problem olderHttp() {
    return ofStatus(426, "Send it by HTTP/1.1, and have a proxy do so. See docs/clients.md.")
        .with("Upgrade", "HTTP/1.1");
  }

  /** Nothing is wrong with the request; {@code detail} does not say when to send it again. */
  public static Problem unavailable(String detail, int retryAfterSeconds) {
    return new Problem(
        TYPES + "unavailable",
        "The service cannot answer now",
        503,
        detail + " Try again in " + retryAfterSeconds + " s.",
        null,
        null,
        null,
        null,
        Map.of("Retry-After", String.valueOf(retryAfterSeconds)));
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
        errorId,
        NO_HEADERS);
  }

  /** Of a status that needs no type of its own. */
  public static Problem ofStatus(int status, String detail) {
    return plain("about:blank", HttpStatus.getMessage(status), status, detail);
  }

  private static Problem plain(String type, String title, int status, String detail) {
    return new Problem(type, title, status, detail, null, null, null, null, NO_HEADERS);
  }

  private Problem with(String header, String value) {
    return new Problem(
        type,
        title,
        status,
        detail,
        errors,
        errorCount,
        limitBytes,
        errorId,
        Map.of(header, value));
  }

  Response toResponse() {
    Response.ResponseBuilder response =
        Response.status(status).type(MediaType.valueOf(MEDIA_TYPE)).entity(this);
    headers.forEach(response::header);
    return response.build();
  }
}
