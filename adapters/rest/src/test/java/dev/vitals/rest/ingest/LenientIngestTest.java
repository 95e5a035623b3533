package dev.vitals.rest.ingest;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.application.ingest.ExpiredSamplesException;
import dev.vitals.domain.summary.Summary;
import dev.vitals.rest.TestApi;
import dev.vitals.rest.TestApi.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Prefer: handling=lenient}. */
class LenientIngestTest {
  @RegisterExtension static final TestApi API = new TestApi();

  private static final String GOOD =
      "{\"user_id\":1,\"timestamp\":\"2025-01-01T09:30:00Z\",\"steps\":5}";
  private static final String BAD =
      "{\"user_id\":1,\"timestamp\":\"2025-01-01T09:31:00Z\",\"steps\":-1,\"x\":1}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "handling=lenient",
        "Handling = \"lenient\"",
        "respond-async, handling=lenient; a=b",
        "wait=5,handling=lenient",
        "foo=\"handling=strict\", handling=lenient",
        "foo=\"a\\\"b, handling=strict\",handling=lenient",
        "handling=lenient, handling=strict",
        "foo; handling=strict, handling=lenient"
      })
  void theGoodRecordsAreStoredAndTheOthersListed(String prefer) {
    Answer answer = ingest("[" + BAD + "," + GOOD + ",7]", prefer);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Preference-Applied")).hasValue("handling=lenient");
    assertThat(answer.json().path("message").asText()).isEqualTo("1 record ingested");
    assertThat(answer.json().path("count").asInt()).isEqualTo(1);
    assertThat(answer.body())
        .contains(
            "\"count\":1,\"new\":1,\"changed\":0,\"unchanged\":0,\"collapsed\":0,\"rejected\":2,"
                + "\"errors\":[");
    assertThat(answer.errors())
        .containsExactly(
            "0/steps/must be an integer from 0 to 100000",
            "0/x/is unknown; known are user_id, timestamp, heart_rate, steps and calories",
            "2/null/must be an object");
    assertThat(API.samples.of(1)).isEqualTo(Summary.of(SHIPPED, ABSENT, 5, ABSENT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "handling=strict",
        "lenient",
        "xhandling=lenient",
        "handling=lenientx",
        "handling",
        "handling=",
        "handling=strict, handling=lenient",
        "handling, handling=lenient",
        "foo=\"handling=lenient\"",
        "foo=\", handling=lenient\"",
        "foo=\"never closed, handling=lenient",
        "foo; handling=lenient",
        "\"handling\"=lenient",
        ""
      })
  void anyOtherPreferenceIsStrict(String prefer) {
    Answer answer = ingest("[" + BAD + "," + GOOD + "]", prefer);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.headers().firstValue("Preference-Applied")).isEmpty();
    assertThat(API.samples.of(1)).isEqualTo(Summary.empty(SHIPPED));
  }

  @Test
  void ofTwoHeadersTheFirstCounts() {
    byte[] body = ("[" + BAD + "]").getBytes(StandardCharsets.UTF_8);

    assertThat(API.ingest(body, "Prefer", "handling=lenient", "Prefer", "handling=strict").status())
        .isEqualTo(200);
    assertThat(API.ingest(body, "Prefer", "handling=strict", "Prefer", "handling=lenient").status())
        .isEqualTo(422);
    assertThat(API.ingest(body, "Prefer", "wait=5", "Prefer", "handling=lenient").status())
        .isEqualTo(200);
  }

  @Test
  void withoutAMistakeNothingIsRejected() {
    Answer answer = ingest("[" + GOOD + "]", "handling=lenient");

    assertThat(answer.json().path("rejected").asInt(-1)).isZero();
    assertThat(answer.json().path("errors")).isEmpty();
  }

  @Test
  void allOfTheMistakesAreListedNotOnlyTheFirst() {
    Answer answer = ingest("[" + "5,".repeat(499) + GOOD + "]", "handling=lenient");

    assertThat(answer.json().path("count").asInt()).isEqualTo(1);
    assertThat(answer.json().path("rejected").asInt()).isEqualTo(499);
    assertThat(answer.errors()).hasSize(499);
  }

  @Test
  void mistakesTakeRoomAsSamplesDo() {
    Answer answer = ingest("[" + "5,".repeat(5_000) + GOOD + "]", "handling=lenient");

    assertThat(answer.status()).isEqualTo(413);
    assertThat(API.samples.of(1)).isEqualTo(Summary.empty(SHIPPED));
  }

  @Test
  void aBodyThatIsNoJsonIsNotStoredEvenSo() {
    assertThat(ingest("[" + GOOD + ",", "handling=lenient").status()).isEqualTo(400);
    assertThat(API.samples.of(1)).isEqualTo(Summary.empty(SHIPPED));
  }

  @Test
  void whatRetentionHasDroppedIsListedByItsPlaceInTheRequest() {
    Instant horizon = Instant.parse("2025-01-01T09:31:00Z");
    API.samples.failWith(
        new ExpiredSamplesException(horizon),
        batch -> batch.earliestMicros() < 1_735_723_860_000_000L);
    String young = GOOD.replace("09:30", "09:31");

    Answer answer = ingest("[5," + young + "," + BAD + "," + GOOD + "]", "handling=lenient");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("count").asInt()).isEqualTo(1);
    assertThat(answer.json().path("rejected").asInt()).isEqualTo(3);
    assertThat(answer.errors())
        .hasSize(4)
        .contains("3/timestamp/must not be before 2025-01-01T09:31:00Z: older samples are dropped");
    assertThat(API.samples.of(1).samples()).isEqualTo(1);
  }

  private static Answer ingest(String body, String prefer) {
    return API.ingest(body.getBytes(StandardCharsets.UTF_8), "Prefer", prefer);
  }
}
