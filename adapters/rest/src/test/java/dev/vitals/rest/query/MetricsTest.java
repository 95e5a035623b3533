package dev.vitals.rest.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.domain.rollup.UnanswerableRangeException;
import dev.vitals.domain.rollup.UnanswerableRangeException.Bound;
import dev.vitals.domain.rollup.UnanswerableRangeException.Cut;
import dev.vitals.domain.user.UserId;
import dev.vitals.rest.TestApi;
import dev.vitals.rest.TestApi.Answer;
import dev.vitals.rest.connection.RawClient;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTest {
  private static final String DAY = "&start=2025-01-01T00:00:00Z&end=2025-01-02T00:00:00Z";

  @RegisterExtension static final TestApi API = new TestApi();

  @BeforeEach
  void ingest() {
    Answer answer =
        API.ingest(
            """
            [{"user_id":101,"timestamp":"2025-01-01T09:30:00Z","heart_rate":78,"steps":150,"calories":6.5},
             {"user_id":101,"timestamp":"2025-01-01T09:45:00Z","heart_rate":82,"steps":300,"calories":13},
             {"user_id":202,"timestamp":"2025-01-01T10:00:00Z","heart_rate":90,"steps":500,"calories":22.5},
             {"user_id":101,"timestamp":"2025-01-01T10:15:00Z","heart_rate":85,"steps":200,"calories":9.1},
             {"user_id":303,"timestamp":"2025-01-01T10:15:00Z","calories":20000}]
            """);
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void aDayOfOneUser() {
    Answer answer = API.get("/metrics?user_id=101" + DAY);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).isEqualTo("application/json");
    assertThat(answer.body())
        .isEqualTo(
            "{\"user_id\":101,\"start\":\"2025-01-01T00:00:00Z\",\"end\":\"2025-01-02T00:00:00Z\","
                + "\"samples\":3,\"average_heart_rate\":81.66666666666667,\"min_heart_rate\":78,"
                + "\"max_heart_rate\":85,\"total_steps\":650,\"total_calories\":28.6}");
  }

  @Test
  void theMetricsThatAreAskedForAreTold() {
    Answer answer = API.get("/metrics?user_id=101&metrics=calories,heart_rate" + DAY);

    assertThat(answer.body())
        .isEqualTo(
            "{\"user_id\":101,\"start\":\"2025-01-01T00:00:00Z\",\"end\":\"2025-01-02T00:00:00Z\","
                + "\"samples\":3,\"average_heart_rate\":81.66666666666667,\"min_heart_rate\":78,"
                + "\"max_heart_rate\":85,\"total_calories\":28.6}");
  }

  @Test
  void figuresHaveAsFewDigitsAsThereAre() {
    API.ingest(
        """
        [{"user_id":404,"timestamp":"2025-01-01T09:30:00Z","heart_rate":71.4,"calories":0.001},
         {"user_id":404,"timestamp":"2025-01-01T09:31:00Z","heart_rate":74.02}]
        """);

    assertThat(API.get("/metrics?user_id=404" + DAY).body())
        .contains(
            "\"average_heart_rate\":72.7,\"min_heart_rate\":71.4,\"max_heart_rate\":74,"
                + "\"total_steps\":null,\"total_calories\":0.001}");
  }

  @Test
  void theEndDoesNotBelongToTheRange() {
    Answer answer =
        API.get("/metrics?user_id=101&start=2025-01-01T00:00:00Z&end=2025-01-01T10:15:00Z");

    assertThat(answer.json().path("samples").asInt()).isEqualTo(2);
    assertThat(answer.json().path("total_calories").decimalValue()).isEqualByComparingTo("19.5");
  }

  @Test
  void anEscapedOffsetIsUnderstoodAndEchoedInUtc() {
    Answer answer =
        API.get(
            "/metrics?user_id=101&start=2025-01-01T10:30:00%2B01:00"
                + "&end=2025-01-01T10:45:00.0000019%2B01:00");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("start").asText()).isEqualTo("2025-01-01T09:30:00Z");
    assertThat(answer.json().path("end").asText()).isEqualTo("2025-01-01T09:45:00.000001Z");
    assertThat(answer.json().path("samples").asInt()).isEqualTo(2);
  }

  @Test
  void aRangeThatCutsWhatRetentionLeftIsToldTheNearestBounds() {
    Instant horizon = Instant.parse("2025-01-06T00:00:00Z");
    API.samples.failWith(
        new UnanswerableRangeException(
            horizon,
            List.of(
                new Cut(
                    Bound.END,
                    Instant.parse("2025-01-01T23:45:00Z"),
                    Instant.parse("2025-01-02T00:00:00Z")))));

    Answer answer =
        API.get("/metrics?user_id=101&start=2025-01-01T00:00:00Z&end=2025-01-01T23:50:00Z");
    API.samples.recover();

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(answer.json().path("type").asText()).isEqualTo("urn:vitals:problem:range-expired");
    assertThat(answer.json().path("errors").toString())
        .isEqualTo(
            "[{\"field\":\"end\",\"message\":\"must be on a quarter hour before"
                + " 2025-01-06T00:00:00Z; nearest are 2025-01-01T23:45:00Z and"
                + " 2025-01-02T00:00:00Z\"}]");
  }

  @Test
  void aFigureThatNoSampleCarriedIsNullAndALargeOneIsPlain() {
    Answer answer = API.get("/metrics?user_id=303" + DAY);

    assertThat(answer.body())
        .contains(
            "\"average_heart_rate\":null,\"min_heart_rate\":null,\"max_heart_rate\":null,"
                + "\"total_steps\":null,\"total_calories\":20000}");
  }

  @Test
  void anUnknownUserAndAnEmptyRangeAreNotFound() {
    for (String query :
        new String[] {
          "user_id=999" + DAY,
          "user_id=stranger" + DAY,
          "user_id=0" + DAY,
          "user_id=0101" + DAY,
          "user_id=%2B101" + DAY,
          "user_id=101.0" + DAY,
          "user_id=%20101" + DAY,
          "user_id=%D9%A1%D9%A0%D9%A1" + DAY,
          "user_id=-1" + DAY,
          "user_id=9223372036854775808" + DAY,
          "user_id=101&start=2024-01-01T00:00:00Z&end=2024-01-02T00:00:00Z"
        }) {
      Answer answer = API.get("/metrics?" + query);

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.contentType()).isEqualTo("application/problem+json");
      assertThat(answer.detail()).isEqualTo("The range holds no sample of this user.");
      assertThat(answer.json().path("type").asText()).isEqualTo("urn:vitals:problem:no-samples");
    }
  }

  @Test
  void toAskAboutANameDoesNotAddIt() {
    API.get("/metrics?user_id=stranger" + DAY);

    assertThat(API.directory.knows("stranger")).isFalse();
  }

  @Test
  void whereNamesCannotBeLookedUpTheQuestionIsToBeAskedAgain() {
    API.directory.failWith(new StoreUnavailableException(Reason.AWAY, null));

    Answer answer = API.get("/metrics?user_id=stranger" + DAY);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(API.get("/metrics?user_id=101" + DAY).status()).isEqualTo(200);
  }

  static Stream<Arguments> badQuestions() {
    String userId = "/user_id/" + UserId.RULE;
    String space = "has a space; write + as %2B in a query";
    return Stream.of(
        arguments(
            "/metrics",
            new String[] {"/user_id/is required", "/start/is required", "/end/is required"}),
        arguments("/metrics?user_id=" + DAY, new String[] {"/user_id/is required"}),
        arguments(
            "/metrics?user_id=1&start=2025-01-01%2000:00:00Z&end=2025-01-02T00:00:00Z",
            new String[] {
              "/start/must be an RFC 3339 date-time with an offset, such as 2025-01-01T09:30:00Z or"
                  + " 2025-01-01T10:30:00+01:00; this one has a blank where the T belongs"
            }),
        arguments("/metrics?user_id=a%00" + DAY, new String[] {userId}),
        arguments("/metrics?user_id=a%0a" + DAY, new String[] {userId}),
        arguments("/metrics?user_id=" + "x".repeat(129) + DAY, new String[] {userId}),
        arguments(
            "/metrics?user_id=1&user_id=2" + DAY,
            new String[] {"/user_id/is given more than once"}),
        arguments(
            "/metrics?user_id=1&tz=UTC" + DAY,
            new String[] {"/tz/is unknown; known are user_id, start, end, zone and metrics"}),
        arguments(
            "/metrics?user_id=1&metrics=steps,pulse" + DAY,
            new String[] {
              "/metrics/has pulse, which is unknown; known are heart_rate, steps and calories"
            }),
        arguments(
            "/metrics?user_id=1&metrics=steps,steps" + DAY,
            new String[] {"/metrics/has steps twice"}),
        arguments("/metrics?user_id=1&metrics=" + DAY, new String[] {"/metrics/is required"}),
        arguments(
            "/metrics?user_id=1&metrics=steps&metrics=calories" + DAY,
            new String[] {"/metrics/is given more than once"}),
        arguments(
            "/metrics?user_id=1&start=2025-01-01T00:00:00+01:00&end=2025-01-02T00:00:00+01:00",
            new String[] {"/start/" + space, "/end/" + space}),
        arguments(
            "/metrics?user_id=1&start=2025-01-01&end=tomorrow",
            new String[] {
              "/start/must be an RFC 3339 date-time with an offset, such as 2025-01-01T09:30:00Z or"
                  + " 2025-01-01T10:30:00+01:00; this one has no time",
              "/end/must be an RFC 3339 date-time with an offset, such as 2025-01-01T09:30:00Z or"
                  + " 2025-01-01T10:30:00+01:00; this one has a date that is not written YYYY-MM-DD"
            }),
        arguments(
            "/metrics?user_id=1&start=2025-01-02T00:00:00Z&end=2025-01-02T00:00:00Z",
            new String[] {"/start/must be before end"}),
        arguments(
            "/metrics?user_id=1&start=2025-01-03T00:00:00Z&end=2025-01-02T00:00:00Z",
            new String[] {"/start/must be before end"}));
  }

  @ParameterizedTest
  @MethodSource("badQuestions")
  void everythingThatIsWrongWithAQuestionIsToldAtOnce(String question, String[] errors) {
    Answer answer = API.get(question);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(answer.errors()).containsExactly(errors);
  }

  /** Its default path is this one, and the port its user knows is likely this one too. */
  @Test
  void aPrometheusThatScrapesHereIsToldWhereToScrape() {
    assertThat(API.get("/metrics").detail())
        .isEqualTo(
            "Correct what errors lists. What Prometheus scrapes is at /prometheus of the admin"
                + " port.");
    assertThat(API.get("/metrics?user_id=1").detail()).isEqualTo("Correct what errors lists.");
  }

  /** By a client that knows nothing of URIs. */
  @ParameterizedTest
  @ValueSource(strings = {"user_id=%zz", "user_id=%ff%fe", "%c3=1", "user_id=%4"})
  void aQueryThatIsNoQueryIsABadRequest(String query) throws IOException {
    try (RawClient client = new RawClient(API.port())) {
      client.send("GET /metrics?" + query + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

      assertThat(client.readAll())
          .startsWith("HTTP/1.1 400 ")
          .contains("application/problem+json", "The request line, the query or a header");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json;q=0.5, text/html",
        "text/html, */*;q=0.1",
        "application/*",
        "APPLICATION/JSON"
      })
  void whoeverTakesJsonIsAnswered(String accept) {
    assertThat(
            API.send(API.request("/metrics/?user_id=101" + DAY).header("Accept", accept)).status())
        .isEqualTo(200);
  }

  @Test
  void aHeadIsTheAnswerWithoutItsBody() {
    Answer answer =
        API.send(API.request("/metrics?user_id=101" + DAY).method("HEAD", BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().firstValue("Content-Length")).isPresent();
  }

  @Test
  void aHundredMistakesAreShownAndAllAreCounted() {
    StringBuilder query = new StringBuilder("/metrics?user_id=1" + DAY);
    for (int i = 0; i < 150; i++) {
      query.append("&x").append(i).append("=1");
    }

    Answer answer = API.get(query.toString());

    assertThat(answer.errors()).hasSize(100);
    assertThat(answer.json().path("error_count").asInt()).isEqualTo(150);
  }
}
