package dev.vitals.rest.export;

import dev.vitals.application.export.RecipientGoneException;
import dev.vitals.application.export.SampleRecipient;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.user.UserId;
import dev.vitals.rest.answer.AnswerWriter;
import dev.vitals.rest.answer.Exchange;
import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.Problems;
import dev.vitals.rest.request.RequestId;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * An export as the answer to a request. It begins to be sent when there is a piece of it, so that
 * what fails before is a problem like any other. What fails later is cut: no last chunk, no end of
 * the array, no trailer of gzip.
 */
public final class SampleStream implements SampleRecipient {
  /** Of an answer to a range that begins before it: single samples before it are dropped. */
  public static final String KEPT_FROM = "Samples-Kept-From";

  private static final int TEXT_BYTES = 32 << 10;

  private final Exchange exchange;
  private final AnswerWriter answers;
  private final ExportFormat format;
  private final boolean isPacked;
  private final boolean isHead;
  private final SampleText text;
  private final SentBody body;
  private @Nullable PackedStream packed;
  private byte[] buffer = {};
  private int length;

  /**
   * @param isPacked by gzip
   */
  public SampleStream(
      Exchange exchange,
      AnswerWriter answers,
      ExportFormat format,
      boolean isPacked,
      UserId user,
      MetricCatalogue metrics) {
    this.exchange = exchange;
    this.answers = answers;
    this.format = format;
    this.isPacked = isPacked;
    this.isHead = exchange.request().getMethod().equals("HEAD");
    this.text = new SampleText(format, user, metrics);
    this.body = new SentBody(exchange.response(), this::describe);
  }

  private void describe() {
    Response response = exchange.response();
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, format.mediaType());
    if (isPacked) {
      response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
    }
  }

  @Override
  public void begin(Optional<Instant> keptFrom) {
    keptFrom.ifPresent(from -> exchange.response().getHeaders().put(KEPT_FROM, from.toString()));
  }

  @Override
  public boolean sample(long timestampMicros, int[] values) {
    if (buffer.length == 0) {
      // Not before, for there may be none; and no row is larger than all of it.
      buffer = new byte[Math.max(TEXT_BYTES, 2 * text.longest())];
    }
    length = text.write(timestampMicros, values, buffer, length);
    if (buffer.length - length < text.longest()) {
      flush();
    }
    return !isHead;
  }

  private void flush() {
    try {
      out().write(buffer, 0, length);
    } catch (IOException e) {
      throw new RecipientGoneException(e);
    }
    length = 0;
  }

  private OutputStream out() throws IOException {
    if (!isPacked) {
      return body;
    }
    PackedStream stream = packed;
    if (stream == null) {
      stream = new PackedStream(body);
      packed = stream;
    }
    return stream;
  }

  @Override
  public void end() {
    if (buffer.length == 0) {
      RequestId.during(exchange.request(), () -> answers.write(exchange, Problem.noSamples()));
      return;
    }
    length = text.writeEnd(buffer, length);
    flush();
    finish();
    answers.writeLast(exchange, body.rest());
  }

  private void finish() {
    PackedStream stream = packed;
    if (stream != null) {
      try {
        stream.finish();
      } catch (IOException e) {
        throw new RecipientGoneException(e);
      }
      stream.release();
    }
  }

  @Override
  public void failed(Throwable cause) {
    if (packed != null) {
      packed.release();
    }
    RequestId.during(exchange.request(), () -> tell(cause));
  }

  private void tell(Throwable cause) {
    if (cause instanceof RecipientGoneException) {
      exchange.callback().failed(cause);
      return;
    }
    // Which the log is told of, whoever else can be.
    Problem problem = Problems.of(cause);
    if (body.sent() == 0) {
      answers.write(exchange, problem);
    } else {
      exchange.callback().failed(cause);
    }
  }

  /** A client that waits for its first byte is told what stopped it. */
  @Override
  public void cut() {
    if (body.sent() > 0) {
      exchange
          .request()
          .getConnectionMetaData()
          .getConnection()
          .getEndPoint()
          .close(new IOException("the export takes too long"));
    }
  }

  @Override
  public long bytes() {
    return body.sent();
  }
}
