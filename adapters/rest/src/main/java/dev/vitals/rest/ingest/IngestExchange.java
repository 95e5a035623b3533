package dev.vitals.rest.ingest;

import static java.util.Objects.requireNonNull;

import dev.vitals.application.group.Failures;
import dev.vitals.application.ingest.Admission;
import dev.vitals.application.ingest.IngestSamples;
import dev.vitals.application.ingest.Rejection;
import dev.vitals.rest.RestLimits;
import dev.vitals.rest.answer.AnswerWriter;
import dev.vitals.rest.answer.Exchange;
import dev.vitals.rest.memory.OldestGivesWay;
import dev.vitals.rest.problem.ProblemException;
import dev.vitals.rest.problem.Problems;
import dev.vitals.rest.request.RequestId;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One request to take in samples, from its headers to its answer: all of it is stored or nothing,
 * or what is good of it if the client prefers so. Answers JSON whatever Accept says: an
 * acknowledgement is not withheld for its looks.
 */
final class IngestExchange implements ArrivingBody.Reader {
  private final Exchange exchange;
  private final BodyHeaders headers;
  private final Admission admission;
  private final SampleBodyReader samples;
  private final IngestSamples ingest;
  private final RestLimits limits;
  private final OldestGivesWay<ArrivingBody> awaited;
  private final AnswerWriter answers;

  /**
   * @param admission closed with the answer
   */
  IngestExchange(
      Exchange exchange,
      BodyHeaders headers,
      Admission admission,
      SampleBodyReader samples,
      IngestSamples ingest,
      RestLimits limits,
      OldestGivesWay<ArrivingBody> awaited,
      AnswerWriter answers) {
    this.exchange = exchange;
    this.headers = headers;
    this.admission = admission;
    this.samples = samples;
    this.ingest = ingest;
    this.limits = limits;
    this.awaited = awaited;
    this.answers = answers;
  }

  /** Returns once it is answered, or when there is more of its body to wait for. */
  void begin() {
    BodyBuffer buffer =
        new BodyBuffer(limits.maxBodyBytes(), exchange.request().getLength(), admission);
    ArrivingBody.read(exchange.request(), buffer, limits.bodyTimeout(), awaited, this);
  }

  @Override
  public void complete(BodyBuffer body) {
    CompletableFuture<IngestAnswer> committing;
    try {
      committing = committing(body);
    } catch (IOException | RuntimeException | Error e) {
      failed(e);
      return;
    }
    CompletableFuture<?> unused =
        committing.whenComplete(
            (answer, failure) ->
                RequestId.during(exchange.request(), () -> decided(answer, failure)));
  }

  private void decided(@Nullable IngestAnswer answer, @Nullable Throwable failure) {
    if (answer == null) {
      failed(Failures.cause(requireNonNull(failure)));
    } else {
      guarded(() -> accept(answer));
    }
  }

  /** The samples are committed. Whoever is told so finds the room of these free again. */
  private void accept(IngestAnswer answer) {
    try (admission) {
      admission.accepted(answer.count());
    }
    if (answer.rejected() != null) {
      exchange.response().getHeaders().put("Preference-Applied", "handling=lenient");
    }
    answers.write(exchange, answer);
  }

  @Override
  public void failed(Throwable failure) {
    guarded(() -> refuse(failure));
  }

  private void refuse(Throwable failure) {
    Throwable known =
        failure instanceof IOException e ? UnreadableBody.of(e, limits.bodyTimeout()) : failure;
    try (admission) {
      if (known instanceof ProblemException e) {
        admission.rejected(e.problem().status() == 413 ? Rejection.TOO_LARGE : Rejection.MALFORMED);
      } else {
        admission.rejected(known);
      }
    }
    answers.write(exchange, Problems.of(known));
  }

  private void guarded(Runnable decision) {
    try {
      decision.run();
    } catch (RuntimeException | Error e) {
      // Behind a wait Jetty tells nobody: the connection would stay, without an answer.
      exchange.callback().failed(e);
    }
  }

  private CompletableFuture<IngestAnswer> committing(BodyBuffer body) throws IOException {
    ReadSamples read =
        samples.read(
            body.stream(headers.encoding()),
            headers.format(),
            headers.handling(),
            ingest.acceptedTimestamps(),
            admission);
    body.release();
    ClientConnection client = ClientConnection.of(exchange.request());
    return headers.handling() == Handling.LENIENT ? lenient(read, client) : strict(read, client);
  }

  private CompletableFuture<IngestAnswer> strict(ReadSamples samples, ClientConnection client) {
    return ingest.ingest(samples.good(), client::isGone).thenApply(IngestAnswer::strict);
  }

  private CompletableFuture<IngestAnswer> lenient(ReadSamples samples, ClientConnection client) {
    return ingest
        .ingestUnexpired(samples.good(), client::isGone)
        .thenApply(
            partly ->
                IngestAnswer.lenient(
                    partly.ingested(), samples.records(), samples.errorsAnd(partly.expired())));
  }
}
