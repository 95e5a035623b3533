package dev.vitals.rest.ingest;

import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.ProblemException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * What the head of a request tells about its body.
 *
 * @param format how it holds its samples
 * @param encoding how it is packed
 * @param handling what becomes of it if some of them are bad
 */
record BodyHeaders(SampleFormat format, BodyEncoding encoding, Handling handling) {
  /**
   * @throws ProblemException it tells of a type, or of a size, that is not read
   */
  static BodyHeaders of(Request request, long maxBytes) {
    IngestQuery.requireNone(request.getHttpURI().getQuery());
    HttpFields headers = request.getHeaders();
    // Without either header HTTP knows of no body, and what a client sends all the same would be
    // taken for its next request: it would be told that all of no samples are stored.
    if (!headers.contains(HttpHeader.CONTENT_LENGTH)
        && !headers.contains(HttpHeader.TRANSFER_ENCODING)) {
      throw new ProblemException(Problem.lengthRequired());
    }
    BodyHeaders told =
        new BodyHeaders(
            SampleFormat.of(headers.getValuesList(HttpHeader.CONTENT_TYPE)),
            BodyEncoding.of(headers.getValuesList(HttpHeader.CONTENT_ENCODING)),
            Handling.of(headers.getValuesList("Prefer")));
    if (request.getLength() > maxBytes) {
      throw new ProblemException(Problem.bodyTooLarge(maxBytes));
    }
    return told;
  }
}
