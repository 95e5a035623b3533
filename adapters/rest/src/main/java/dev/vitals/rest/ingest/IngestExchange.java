package dev.vitals.rest.ingest;

import dev.vitals.application.ingest.Admission;
import dev.vitals.application.ingest.IngestSamples;
import dev.vitals.application.ingest.PartlyIngested;
import dev.vitals.application.ingest.Rejection;
import dev.vitals.rest.RestLimits;
import dev.vitals.rest.answer.AnswerWriter;
import dev.vitals.rest.answer.Exchange;
import dev.vitals.rest.memory.OldestGivesWay;
import dev.vitals.rest.problem.ProblemException;
import dev.vitals.rest.problem.Problems;
import java.io.IOException;

/**
 * One request to take in samples, from its headers to its answer: all of it is stored or nothing,
 * or what is good of it if the client prefers so. Answers JSON whatever Accept says: an
 * acknowledgement is not withheld for its looks.
 */
final class IngestExchange implements ArrivingBody.Reader {
  private static final SampleBodyReader SAMPLES = new SampleBodyReader();

  private final Exchange exchange;
  private final BodyHeaders headers;
  private final Admission admission;
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
      IngestSamples ingest,
      RestLimits limits,
      OldestGivesWay<ArrivingBody> awaited,
      AnswerWriter answers) {
    this.exchange = exchange;
    this.headers = headers;
    this.admission = admission;
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
    try {
      answer(body);
    } catch (RuntimeException | Error e) {
      // Behind a wait Jetty tells nobody: the connection would stay, without an answer.
      exchange.callback().failed(e);
    }
  }

  /** Once the samples are committed. */
  private void answer(BodyBuffer body) {
    IngestAnswer answer;
    try (admission) {
      answer = committed(body);
      admission.accepted(answer.count());
    } catch (IOException | RuntimeException | Error e) {
      refuse(e);
      return;
    }
    if (answer.rejected() != null) {
      exchange.response().getHeaders().put("Preference-Applied", "handling=lenient");
    }
    answers.write(exchange, answer);
  }

  @Override
  public void failed(Throwable failure) {
    try (admission) {
      refuse(failure);
    } catch (RuntimeException | Error e) {
      exchange.callback().failed(e);
    }
  }

  private void refuse(Throwable failure) {
    Throwable known =
        failure instanceof IOException e ? UnreadableBody.of(e, limits.bodyTimeout()) : failure;
    if (known instanceof ProblemException e) {
      admission.rejected(e.problem().status() == 413 ? Rejection.TOO_LARGE : Rejection.MALFORMED);
    } else {
      admission.rejected(known);
    }
    answers.write(exchange, Problems.of(known));
  }

  private IngestAnswer committed(BodyBuffer body) throws IOException {
    ReadSamples samples =
        SAMPLES.read(
            body.stream(headers.encoding()),
            headers.format(),
            headers.handling(),
            ingest.acceptedTimestamps(),
            admission);
    body.release();
    ClientConnection client = ClientConnection.of(exchange.request());
    return headers.handling() == Handling.LENIENT
        ? lenient(samples, client)
        : strict(samples, client);
  }

  private IngestAnswer strict(ReadSamples samples, ClientConnection client) {
    return IngestAnswer.strict(ingest.ingest(samples.good(), client::isGone));
  }

  private IngestAnswer lenient(ReadSamples samples, ClientConnection client) {
    PartlyIngested partly = ingest.ingestUnexpired(samples.good(), client::isGone);
    return IngestAnswer.lenient(
        partly.ingested(), samples.records(), samples.errorsAnd(partly.expired()));
  }
}
