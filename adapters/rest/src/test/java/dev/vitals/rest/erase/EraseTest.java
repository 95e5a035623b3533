package dev.vitals.rest.erase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.rest.TestApi;
import dev.vitals.rest.TestApi.Answer;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EraseTest {
  @RegisterExtension static final TestApi API = new TestApi();

  private static final String ALL = "&start=2025-01-01T00:00:00Z&end=2026-01-01T00:00:00Z";

  @BeforeEach
  void ingest() {
    ingest("ann");
    ingest("bob");
  }

  private static void ingest(String name) {
    Answer answer =
        API.ingest(
            """
            [{"user_id":"NAME","timestamp":"2025-03-29T22:59:59Z","heart_rate":60},
             {"user_id":"NAME","timestamp":"2025-03-29T23:00:00Z","heart_rate":70},
             {"user_id":"NAME","timestamp":"2025-03-30T22:00:00Z","heart_rate":80}]
            """
                .replace("NAME", name));
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void aRangeIsErasedAndCounted() {
    Answer answer =
        API.delete("/samples?user_id=ann&start=2025-03-30&end=2025-03-31&zone=Europe/Berlin");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).isEqualTo("application/json");
    assertThat(answer.body())
        .isEqualTo(
            "{\"user_id\":\"ann\",\"start\":\"2025-03-30T00:00:00+01:00\","
                + "\"end\":\"2025-03-31T00:00:00+02:00\",\"samples\":1}");
    assertThat(heartRate("ann")).isEqualTo(70);
    assertThat(heartRate("bob")).isEqualTo(70);
    assertThat(samples("ann")).isEqualTo(2);
    assertThat(samples("bob")).isEqualTo(3);
    assertThat(API.samples.askingThread()).isNotEmpty();
  }

  @Test
  void whatIsNotThereIsErasedToo() {
    assertThat(API.delete("/samples?user_id=nobody" + ALL).body()).contains("\"samples\":0");
    assertThat(API.delete("/samples?user_id=5" + ALL).body()).contains("\"samples\":0");
    assertThat(API.delete("/users/nobody").body())
        .isEqualTo("{\"user_id\":\"nobody\",\"samples\":0}");
  }

  @Test
  void aUserIsErased() {
    Answer answer = API.delete("/users/ann");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"user_id\":\"ann\",\"samples\":3}");
    assertThat(API.get("/metrics?user_id=ann" + ALL).status()).isEqualTo(404);
    assertThat(samples("bob")).isEqualTo(3);
    assertThat(API.delete("/users/101").body()).isEqualTo("{\"user_id\":101,\"samples\":0}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a+b", "ann@example.org", "\u00e4\u4e2d", "a=b&c", "0101", "-1"})
  void aPathHoldsAnyUsualName(String name) {
    ingest(name);

    Answer answer = API.delete("/users/" + encoded(name).replace("+", "%20"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("user_id").asText()).isEqualTo(name);
    assertThat(answer.json().path("samples").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "a%b", "..", ".", "a;b"})
  void aQueryHoldsTheOthers(String name) {
    ingest(name);

    Answer answer = API.delete("/users?user_id=" + encoded(name));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("user_id").asText()).isEqualTo(name);
    assertThat(answer.json().path("samples").asInt()).isEqualTo(3);
    // And no path takes such a name for another's.
    ingest(name);
    ingest("a");
    API.delete("/users/" + encoded(name));
    assertThat(samples("a")).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/samples?start=2025-01-01T00:00:00Z&end=2025-01-02T00:00:00Z | /user_id/is required",
        "/samples?user_id=1&start=2025-01-02T00:00:00Z&end=2025-01-01T00:00:00Z | /start/must be"
            + " before end",
        "/samples?user_id=1&start=2025-01-01T00:00:00Z&end=2025-01-02T00:00:00Z&metrics=steps |"
            + " /metrics/is unknown; known are user_id, start, end and zone",
        "/users | /user_id/is required",
        "/users/ | /user_id/is required",
        "/users?user_id=1&start=2025-01-01 | /start/is unknown; known are user_id",
        "/users/1?start=2025-01-01 | /start/is unknown; known are none",
        "/users/LONG | /user_id/must be an integer from 1 to 9223372036854775807, or a string of 1 to"
            + " 128 characters of which none is a control character"
      })
  void whatIsWrongIsToldAndNothingErased(String path, String error) {
    Answer answer = API.delete(path.replace("LONG", "x".repeat(129)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errors()).containsExactly(error);
    assertThat(samples("ann")).isEqualTo(3);
  }

  @Test
  void aUserIsErasedByItsPathAlone() {
    for (String method : new String[] {"GET", "POST", "PUT"}) {
      Answer answer = API.send(API.request("/users/ann").method(method, BodyPublishers.noBody()));
      assertThat(answer.status()).as(method).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).contains("DELETE,OPTIONS");
    }
    for (String path : new String[] {"/users/ann/samples", "/users/ann/", "/x/../users/ann"}) {
      assertThat(API.delete(path).status()).as(path).isIn(400, 404);
    }
    assertThat(samples("ann")).isEqualTo(3);
  }

  @Test
  void ifTheStoreIsAwayItIsToBeAskedAgain() {
    API.samples.failWith(new StoreUnavailableException(Reason.AWAY, null));

    Answer answer = API.delete("/users/ann");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    API.samples.recover();
    assertThat(API.delete("/users/ann").json().path("samples").asInt()).isEqualTo(3);
  }

  @Test
  void aRefusalOfTheStoreIsAFaultOfOurs() {
    API.samples.failWith(new StoreRejectedException(new IllegalStateException()));

    Answer answer = API.delete("/samples?user_id=ann" + ALL);

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.json().path("error_id").asText()).isNotEmpty();
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  private static double heartRate(String name) {
    return API.get("/metrics?user_id=" + name + ALL).json().path("average_heart_rate").asDouble();
  }

  private static int samples(String name) {
    return API.get("/metrics?user_id=" + encoded(name) + ALL).json().path("samples").asInt();
  }
}
