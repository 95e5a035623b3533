package dev.vitals.rest.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitals.rest.problem.Problem;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;

/**
 * Writes answers that are in memory as a whole. No thread waits for whoever should read them. For
 * any number of threads.
 */
public final class AnswerWriter {
  private final ObjectMapper json;
  private final UnreadAnswers unread = new UnreadAnswers();

  public AnswerWriter(ObjectMapper json) {
    this.json = json;
  }

  /** As JSON, with status 200. */
  public void write(Exchange exchange, Object answer) {
    write(exchange, 200, "application/json", bytes(answer));
  }

  /** What is no JSON, with status 200. */
  public void write(Exchange exchange, String mediaType, byte[] answer) {
    write(exchange, 200, mediaType, answer);
  }

  public void write(Exchange exchange, Problem problem) {
    problem.headers().forEach((name, value) -> exchange.response().getHeaders().put(name, value));
    write(exchange, problem.status(), Problem.MEDIA_TYPE, bytes(problem));
  }

  /** The last of an answer whose status and headers are set, whether some has been sent or not. */
  public void writeLast(Exchange exchange, byte[] rest) {
    exchange.response().write(true, ByteBuffer.wrap(rest), unread.bounded(exchange, rest.length));
  }

  private void write(Exchange exchange, int status, String mediaType, byte[] body) {
    Response response = exchange.response();
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, mediaType);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), unread.bounded(exchange, body.length));
  }

  private byte[] bytes(Object answer) {
    try {
      return json.writeValueAsBytes(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
