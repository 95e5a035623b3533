package dev.vitals.rest.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.rest.TestApi;
import dev.vitals.rest.TestApi.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatestTest {
  @RegisterExtension static final TestApi API = new TestApi();

  @BeforeEach
  void ingest() {
    Answer answer =
        API.ingest(
            """
            [{"user_id":"ann","timestamp":"2025-03-29T22:59:59.250Z","heart_rate":60,"calories":6.5},
             {"user_id":"ann","timestamp":"2025-03-30T21:59:59Z","heart_rate":72.5},
             {"user_id":101,"timestamp":"2025-03-30T22:00:00Z","steps":0}]
            """);
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void eachMetricHasItsNewestValueOrNone() {
    Answer answer = API.get("/latest?user_id=ann");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).isEqualTo("application/json");
    assertThat(answer.body())
        .isEqualTo(
            "{\"user_id\":\"ann\",\"metrics\":{"
                + "\"heart_rate\":{\"timestamp\":\"2025-03-30T21:59:59Z\",\"value\":72.5},"
                + "\"steps\":null,"
                + "\"calories\":{\"timestamp\":\"2025-03-29T22:59:59.25Z\",\"value\":6.5}}}");
    assertThat(API.get("/latest?user_id=%22101%22").status()).isEqualTo(404);
    assertThat(API.get("/latest?user_id=101").body())
        .isEqualTo(
            "{\"user_id\":101,\"metrics\":{\"heart_rate\":null,"
                + "\"steps\":{\"timestamp\":\"2025-03-30T22:00:00Z\",\"value\":0},"
                + "\"calories\":null}}");
  }

  @Test
  void timesHaveTheOffsetOfTheZone() {
    Answer answer = API.get("/latest?user_id=ann&zone=Europe/Berlin&metrics=calories,heart_rate");

    assertThat(answer.body())
        .isEqualTo(
            "{\"user_id\":\"ann\",\"metrics\":{"
                + "\"heart_rate\":{\"timestamp\":\"2025-03-30T23:59:59+02:00\",\"value\":72.5},"
                + "\"calories\":{\"timestamp\":\"2025-03-29T23:59:59.25+01:00\",\"value\":6.5}}}");
  }

  @Test
  void aMetricThatWasNeverSentIsNull() {
    Answer answer = API.get("/latest?user_id=ann&metrics=steps");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"user_id\":\"ann\",\"metrics\":{\"steps\":null}}");
  }

  @Test
  void whoHasNoSamplesIsNotFoundWhateverIsAskedFor() {
    for (String user : new String[] {"stranger", "999", "999&metrics=steps"}) {
      Answer answer = API.get("/latest?user_id=" + user);

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.contentType()).isEqualTo("application/problem+json");
      assertThat(answer.json().path("type").asText()).isEqualTo("urn:vitals:problem:no-samples");
      assertThat(answer.detail()).isEqualTo("No sample of this user is kept.");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "metrics=steps | /user_id/is required",
        "user_id=1&user_id=2 | /user_id/is given more than once",
        "user_id=1&zone=Mars | /zone/must be a time zone of the IANA's, such as Europe/Berlin",
        "user_id=1&metrics=pulse | /metrics/has pulse, which is unknown; known are heart_rate, steps"
            + " and calories",
        "user_id=1&start=2025-01-01 | /start/is unknown; known are user_id, zone and metrics"
      })
  void whatIsWrongIsTold(String query, String error) {
    Answer answer = API.get("/latest?" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errors()).containsExactly(error);
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    assertThat(API.get("/latest?zone=Mars&metrics=pulse&x=1").errors()).hasSize(4);
  }

  @Test
  void ifTheStoreIsAwayItIsToBeAskedAgain() {
    API.samples.failWith(new StoreUnavailableException(Reason.AWAY, null));

    Answer answer = API.get("/latest?user_id=ann");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void aRefusalOfTheStoreIsAFaultOfOurs() {
    API.samples.failWith(new StoreRejectedException(new IllegalStateException()));

    Answer answer = API.get("/latest?user_id=ann");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.json().path("error_id").asText()).isNotEmpty();
  }

  @Test
  void itIsReadAndNothingElse() {
    assertThat(API.send(API.request("/latest").POST(BodyPublishers.noBody())).status())
        .isEqualTo(405);
    assertThat(
            API.send(API.request("/latest?user_id=ann").method("HEAD", BodyPublishers.noBody()))
                .status())
        .isEqualTo(200);
    assertThat(API.send(API.request("/latest?user_id=ann").header("Accept", "text/csv")).status())
        .isEqualTo(406);
  }

  /** The thread that reads from sockets waits for no store. */
  @Test
  void aThreadOfItsOwnAsks() {
    API.get("/latest?user_id=ann");

    assertThat(API.samples.askingThread()).isEqualTo("latest");
  }
}
