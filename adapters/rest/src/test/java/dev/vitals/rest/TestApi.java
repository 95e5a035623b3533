package dev.vitals.rest;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitals.application.erase.EraseSamples;
import dev.vitals.application.export.ExportMeter;
import dev.vitals.application.export.ExportSamples;
import dev.vitals.application.ingest.CountedRecords;
import dev.vitals.application.ingest.GroupCommit;
import dev.vitals.application.ingest.IngestSamples;
import dev.vitals.application.memory.InMemoryUsers;
import dev.vitals.application.query.FindLatest;
import dev.vitals.application.query.SummarizeRange;
import dev.vitals.application.query.SummarizeSeries;
import dev.vitals.application.user.IdentifyUsers;
import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.testing.ConfigOverride;
import io.dropwizard.testing.DropwizardTestSupport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The API on a real Jetty, over stores in memory that a test can make fail. */
public final class TestApi implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
  public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  public static final RestLimits LIMITS =
      new RestLimits(100_000, Duration.ofSeconds(1), Duration.ofSeconds(5));

  public static final int QUEUE_SAMPLES = 1_000;

  /** That answer requests: the fewest with which Jetty starts, and some. */
  public static final int THREADS = 16;

  public static final int EXPORTS = 2;

  private static final ObjectMapper JSON = new ObjectMapper();

  public final FailingSamples samples = new FailingSamples();
  public final InMemoryUsers directory = new InMemoryUsers();
  public final CountedRecords records = new CountedRecords();
  public final AnswersSeen answers = new AnswersSeen();
  private volatile boolean isClockWrong;
  private final IdentifyUsers users = new IdentifyUsers(directory);
  private final IngestSamples ingest =
      new IngestSamples(
          users,
          new GroupCommit(samples),
          QUEUE_SAMPLES,
          InstantSource.fixed(NOW),
          Duration.ofDays(3653),
          records,
          () -> isClockWrong);
  private final SummarizeRange summarize = new SummarizeRange(users, samples);
  private final SummarizeSeries series = new SummarizeSeries(users, samples);
  private final FindLatest latest = new FindLatest(users, samples);
  private final EraseSamples erase = new EraseSamples(users, samples);
  private final ExportSamples exports =
      new ExportSamples(users, samples, ExportMeter.NONE, EXPORTS, Duration.ofMinutes(1));
  private final DropwizardTestSupport<Configuration> server =
      new DropwizardTestSupport<>(
          ApiOnly.class,
          (String) null,
          ConfigOverride.randomPorts(),
          ConfigOverride.config("server.maxThreads", Integer.toString(THREADS))) {
        @Override
        public Application<Configuration> newApplication() {
          return new ApiOnly(
              new UseCases(ingest, summarize, series, latest, exports, erase), answers);
        }
      };

  /** Until the next test. */
  public void clockIsWrong() {
    isClockWrong = true;
  }

  /** An answer, with its body read as JSON where it is one. */
  public record Answer(int status, String contentType, String body, HttpHeaders headers) {
    public JsonNode json() {
      return parse(body);
    }

    public String detail() {
      return json().path("detail").asText();
    }

    /** {@code index/field/message} of each of a problem's errors. */
    public List<String> errors() {
      List<String> errors = new ArrayList<>();
      json()
          .path("errors")
          .forEach(
              error ->
                  errors.add(
                      error.path("index").asText()
                          + "/"
                          + error.path("field").asText()
                          + "/"
                          + error.path("message").asText()));
      return errors;
    }
  }

  private static final class ApiOnly extends Application<Configuration> {
    private final UseCases useCases;
    private final AnswersSeen answers;

    ApiOnly(UseCases useCases, AnswersSeen answers) {
      this.useCases = useCases;
      this.answers = answers;
    }

    @Override
    public void run(Configuration configuration, Environment environment) {
      // So that it does not take megabytes to find out who does not read.
      environment
          .lifecycle()
          .addServerLifecycleListener(
              server -> {
                for (Connector connector : server.getConnectors()) {
                  ((ServerConnector) connector).setAcceptedSendBufferSize(4_096);
                }
              });
      RestApi.install(
          (AbstractServerFactory) configuration.getServerFactory(),
          environment,
          SHIPPED,
          useCases,
          LIMITS,
          answers);
    }
  }

  public static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    server.before();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    samples.reset();
    directory.reset();
    records.reset();
    answers.reset();
    isClockWrong = false;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    server.after();
  }

  /** Returns once so many samples are being read, waiting or being committed. */
  public void awaitSamplesInMemory(int samples) {
    await().until(() -> ingest.samplesInMemory() == samples);
  }

  /** Returns once so many exports are under way. */
  public void awaitExports(int running) {
    await().until(() -> exports.running() == running);
  }

  public int port() {
    return server.getLocalPort();
  }

  public Answer get(String pathAndQuery) {
    return send(request(pathAndQuery).GET());
  }

  public Answer delete(String pathAndQuery) {
    return send(request(pathAndQuery).DELETE());
  }

  public Answer ingest(String json) {
    return ingest(json.getBytes(StandardCharsets.UTF_8));
  }

  public Answer ingest(byte[] body, String... headers) {
    return post(BodyPublishers.ofByteArray(body), headers);
  }

  /** Posts to /ingest as JSON. */
  public Answer post(BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        request("/ingest").POST(body).header("Content-Type", "application/json");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  public HttpRequest.Builder request(String pathAndQuery) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + pathAndQuery))
        .timeout(Duration.ofSeconds(20));
  }

  /**
   * On a connection of its own: the server closes one whose body it refused half-way, and the JDK's
   * client would send the next request into it.
   */
  public Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          response.body(),
          response.headers());
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
