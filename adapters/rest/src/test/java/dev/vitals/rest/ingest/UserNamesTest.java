package dev.vitals.rest.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.rest.TestApi;
import dev.vitals.rest.TestApi.Answer;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users that are texts, from the request that brings their samples to the answer about them. */
class UserNamesTest {
  private static final String UUID = "6f9619ff-8b86-d011-b42d-00c04fc964ff";

  @RegisterExtension static final TestApi API = new TestApi();

  private static String record(String user, int minute, int steps) {
    return "{\"user_id\":%s,\"timestamp\":\"2025-01-01T09:%s:00Z\",\"steps\":%s}"
        .formatted(user, 10 + minute, steps);
  }

  private static Answer ofDay(String user) {
    return API.get(
        "/metrics?user_id="
            + URLEncoder.encode(user, StandardCharsets.UTF_8)
            + "&start=2025-01-01T00:00:00Z&end=2025-01-02T00:00:00Z&metrics=steps");
  }

  private static Answer lines(String lines, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 0, headers.length);
    all[headers.length] = "Content-Type";
    all[headers.length + 1] = "application/x-ndjson";
    return API.send(API.request("/ingest").POST(BodyPublishers.ofString(lines)).headers(all));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        UUID,
        "auth0|507f1f77bcf86cd799439020",
        "ann+1@example.org",
        "0101",
        "-1",
        "e\u0301 \u00e9 \u0661",
        "a&user_id=b"
      })
  void aTextNamesAUserAndTheAnswerTellsItAsItWasAsked(String user) {
    Answer stored = API.ingest("[" + record('"' + user + '"', 1, 150) + "]");

    assertThat(stored.status()).isEqualTo(200);
    assertThat(ofDay(user).json().path("user_id").textValue()).isEqualTo(user);
    assertThat(ofDay(user).json().path("total_steps").asInt()).isEqualTo(150);
  }

  @Test
  void escapesAreNoPartOfAName() {
    API.ingest("[" + record("\"\\u0061nn \\ud83d\\ude00\"", 1, 7) + "]");

    assertThat(ofDay("ann \ud83d\ude00").json().path("total_steps").asInt()).isEqualTo(7);
  }

  /** So JavaScript can send and ask for what its numbers cannot hold. */
  @Test
  void theDecimalFormOfAnIntegerIsThatInteger() {
    API.ingest(
        "[%s,%s,%s]"
            .formatted(
                record("\"9223372036854775807\"", 1, 1),
                record("9223372036854775807", 2, 2),
                record("\"101\"", 1, 4)));

    Answer answer = ofDay("9223372036854775807");
    assertThat(answer.json().path("total_steps").asInt()).isEqualTo(3);
    assertThat(answer.body()).contains("\"user_id\":9223372036854775807,");
    assertThat(ofDay("101").body()).contains("\"user_id\":101,").contains("\"total_steps\":4");
    assertThat(API.directory.knows("101")).isFalse();
  }

  @Test
  void whatOnlyLooksEqualIsSomebodyElse() {
    API.ingest(
        "[%s,%s,%s,%s,%s]"
            .formatted(
                record("101", 1, 1),
                record("\"0101\"", 1, 10),
                record("\"101.0\"", 1, 100),
                record("\"\uff11\uff10\uff11\"", 1, 1_000),
                record("101.0", 2, 5)));

    assertThat(ofDay("101").json().path("total_steps").asInt()).isEqualTo(6);
    assertThat(ofDay("0101").json().path("total_steps").asInt()).isEqualTo(10);
    assertThat(ofDay("101.0").json().path("total_steps").asInt()).isEqualTo(100);
    assertThat(ofDay("\uff11\uff10\uff11").json().path("total_steps").asInt()).isEqualTo(1_000);
  }

  @Test
  void usersOfAllFormsShareARequestInTurns() {
    String body =
        IntStream.range(0, 40)
            .mapToObj(n -> record(n % 4 == 3 ? "7" : "\"user-" + n % 4 + "\"", n, 1 << (n % 4)))
            .collect(Collectors.joining(","));

    assertThat(API.ingest("[" + body + "]").json().path("new").asInt()).isEqualTo(40);
    for (int user = 0; user < 3; user++) {
      assertThat(ofDay("user-" + user).json().path("total_steps").asInt()).isEqualTo(10 << user);
    }
    assertThat(ofDay("7").json().path("total_steps").asInt()).isEqualTo(80);
  }

  @Test
  void aNameOfARequestThatIsRefusedLeavesNothing() {
    String good = record("\"ann\"", 1, 5);
    String bad = record("\"bob\"", 1, -1);

    assertThat(API.ingest("[" + good + "," + bad + "]").status()).isEqualTo(422);
    assertThat(API.directory.knows("ann")).isFalse();
    assertThat(ofDay("ann").status()).isEqualTo(404);
  }

  @Test
  void ofALenientRequestOnlyTheGoodRecordsNamesAreAdded() {
    Answer answer =
        lines(
            record("\"ann\"", 1, 5)
                + "\n"
                + record("\"bob\"", 1, -1)
                + "\n{\"user_id\":\"eve\",\n"
                + record("\"ann\"", 2, 6)
                + "\n",
            "Prefer",
            "handling=lenient");

    assertThat(answer.json().path("count").asInt()).isEqualTo(2);
    assertThat(answer.errors()).hasSize(2);
    assertThat(ofDay("ann").json().path("total_steps").asInt()).isEqualTo(11);
    assertThat(API.directory.knows("bob")).isFalse();
    assertThat(API.directory.knows("eve")).isFalse();
  }

  @Test
  void aRefusalDoesNotRepeatTheName() {
    Answer answer = API.ingest("[" + record("\"secret\\n\"", 1, 5) + "]");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body()).doesNotContain("secret");
  }

  @Test
  void whereNamesCannotBeLookedUpNothingIsStoredAndItIsSaid() {
    API.directory.failWith(new StoreUnavailableException(Reason.AWAY, null));

    Answer answer = API.ingest("[" + record("\"ann\"", 1, 5) + "]");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(API.ingest("[" + record("5", 1, 5) + "]").status()).isEqualTo(200);
    assertThat(API.records.accepted()).isEqualTo(1);
  }

  /** The room there is, is for so many samples: a name takes that of one. */
  @Test
  void namesAreBoundedLikeSamples() {
    String body =
        IntStream.range(0, TestApi.QUEUE_SAMPLES / 2 + 1)
            .mapToObj(n -> record("\"n" + n + "\"", 1, 1))
            .collect(Collectors.joining(",", "[", "]"));

    assertThat(API.ingest(body).status()).isEqualTo(413);
    API.awaitSamplesInMemory(0);
  }

  @Test
  void afterANameWasForgottenItIsFoundAgain() {
    API.ingest("[" + record("\"ann\"", 1, 5) + "]");
    API.directory.forget();
    API.ingest("[" + record("\"ann\"", 2, 6) + "]");

    assertThat(ofDay("ann").json().path("total_steps").asInt()).isEqualTo(11);
  }
}
