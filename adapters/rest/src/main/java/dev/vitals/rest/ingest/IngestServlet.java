package dev.vitals.rest.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitals.application.ingest.Admission;
import dev.vitals.application.ingest.IngestSamples;
import dev.vitals.application.ingest.PartlyIngested;
import dev.vitals.application.ingest.QueueFullException;
import dev.vitals.application.ingest.Rejection;
import dev.vitals.rest.RestLimits;
import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.ProblemException;
import dev.vitals.rest.problem.Problems;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in samples: all of a request or nothing of it, or the good ones if a client prefers so. A
 * servlet, since for one sample a request Jersey takes more time than everything of ours (decision
 * 8). Answers JSON whatever Accept says: an acknowledgement is not withheld for its looks.
 */
public final class IngestServlet extends HttpServlet {
  private static final Logger LOG = LoggerFactory.getLogger(IngestServlet.class);
  private static final String ALLOWED = "POST,OPTIONS";

  private final transient IngestSamples ingest;
  private final transient BodyReader body;
  private final transient ObjectMapper json;

  public IngestServlet(IngestSamples ingest, RestLimits limits, ObjectMapper json) {
    this.ingest = ingest;
    this.body = new BodyReader(limits);
    this.json = json;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    try {
      switch (request.getMethod()) {
        case "POST" -> post(request, response);
        case "OPTIONS" -> response.setHeader("Allow", ALLOWED);
        default -> {
          response.setHeader("Allow", ALLOWED);
          write(response, Problem.methodNotAllowed());
        }
      }
    } catch (IOException e) {
      LOG.debug("answer_not_sent", e);
    }
  }

  /** Answers once the samples are committed. */
  private void post(HttpServletRequest request, HttpServletResponse response) throws IOException {
    IngestAnswer answer;
    try {
      answer = ingest(request);
    } catch (RuntimeException e) {
      write(response, Problems.of(e));
      return;
    }
    if (answer.rejected() != null) {
      response.setHeader("Preference-Applied", "handling=lenient");
    }
    write(response, "application/json", answer);
  }

  private IngestAnswer ingest(HttpServletRequest request) {
    SampleFormat format = body.format(request);
    try (Admission admission = ingest.admit()) {
      return counted(request, format, admission);
    } catch (QueueFullException e) {
      // Most clients look for an answer only when they have sent all.
      body.discard(request);
      throw e;
    }
  }

  private IngestAnswer counted(
      HttpServletRequest request, SampleFormat format, Admission admission) {
    try {
      IngestAnswer answer = ingest(request, format, admission);
      admission.accepted(answer.count());
      return answer;
    } catch (ProblemException e) {
      admission.rejected(rejection(e.problem().status()));
      throw e;
    } catch (RuntimeException e) {
      admission.rejected(e);
      throw e;
    }
  }

  private static Rejection rejection(int status) {
    return switch (status) {
      case 408 -> Rejection.TIMEOUT;
      case 413 -> Rejection.TOO_LARGE;
      default -> Rejection.MALFORMED;
    };
  }

  private IngestAnswer ingest(
      HttpServletRequest request, SampleFormat format, Admission admission) {
    Handling handling = Handling.of(request);
    ReadSamples samples =
        body.read(request, format, handling, ingest.acceptedTimestamps(), admission);
    ClientConnection client = ClientConnection.of(request);
    return handling == Handling.LENIENT ? lenient(samples, client) : strict(samples, client);
  }

  private IngestAnswer strict(ReadSamples samples, ClientConnection client) {
    return IngestAnswer.strict(ingest.ingest(samples.good(), client::isGone));
  }

  private IngestAnswer lenient(ReadSamples samples, ClientConnection client) {
    PartlyIngested partly = ingest.ingestUnexpired(samples.good(), client::isGone);
    return IngestAnswer.lenient(
        partly.ingested(), samples.records(), samples.errorsAnd(partly.expired()));
  }

  private void write(HttpServletResponse response, Problem problem) throws IOException {
    response.setStatus(problem.status());
    if (problem.retryAfterSeconds() != null) {
      response.setIntHeader("Retry-After", problem.retryAfterSeconds());
    }
    write(response, Problem.MEDIA_TYPE, problem);
  }

  private void write(HttpServletResponse response, String mediaType, Object answer)
      throws IOException {
    response.setContentType(mediaType);
    response.getOutputStream().write(json.writeValueAsBytes(answer));
  }
}
