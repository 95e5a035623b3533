package dev.vitals.rest.ingest;

import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.ProblemException;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a request tell about its body.
 *
 * @param format how it holds its samples
 * @param isGzip whether it has to be inflated
 * @param handling what becomes of it if some of them are bad
 */
record BodyHeaders(SampleFormat format, boolean isGzip, Handling handling) {
  /**
   * @throws ProblemException they tell of a type, or of a size, that is not read
   */
  static BodyHeaders of(Request request, long maxBytes) {
    HttpFields headers = request.getHeaders();
    // Without either header HTTP knows of no body, and what a client sends all the same would be
    // taken for its next request: it would be told that all of no samples are stored.
    if (!headers.contains(HttpHeader.CONTENT_LENGTH)
        && !headers.contains(HttpHeader.TRANSFER_ENCODING)) {
      throw new ProblemException(Problem.lengthRequired());
    }
    BodyHeaders told =
        new BodyHeaders(
            SampleFormat.of(headers.get(HttpHeader.CONTENT_TYPE)),
            isGzip(headers.get(HttpHeader.CONTENT_ENCODING)),
            Handling.of(headers));
    if (request.getLength() > maxBytes) {
      throw new ProblemException(Problem.bodyTooLarge(maxBytes));
    }
    return told;
  }

  private static boolean isGzip(@Nullable String encoding) {
    return switch (encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT)) {
      case "identity" -> false;
      case "gzip", "x-gzip" -> true;
      default ->
          throw new ProblemException(
              Problem.ofStatus(415, "Content-Encoding must be gzip, or left out."));
    };
  }
}
