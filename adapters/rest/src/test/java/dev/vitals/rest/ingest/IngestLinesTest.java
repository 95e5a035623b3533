package dev.vitals.rest.ingest;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.domain.summary.Summary;
import dev.vitals.rest.TestApi;
import dev.vitals.rest.TestApi.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body of one sample a line. */
class IngestLinesTest {
  @RegisterExtension static final TestApi API = new TestApi();

  private static String sample(int minute) {
    return String.format(
        Locale.ROOT,
        "{\"user_id\":1,\"timestamp\":\"2025-01-01T09:%02d:00Z\",\"steps\":5}",
        minute);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-ndjson",
        "Application/X-NDJSON",
        "application/x-ndjson; charset=UTF-8",
        " application/x-ndjson;charset=\"utf-8\""
      })
  void eachLineIsARecord(String type) {
    Answer answer = lines(type, sample(1) + "\n" + sample(2) + "\n");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("count").asInt()).isEqualTo(2);
    assertThat(API.samples.of(1).figures().get(1).sum()).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s\n%s", "%s\r\n%s\r\n", "\n\n%s\n\n%s\n\n", "\ufeff%s\n%s\n"})
  void theLastNeedsNoEndAndEmptyOnesAreNone(String body) {
    assertThat(lines(body.formatted(sample(1), sample(2))).json().path("count").asInt())
        .isEqualTo(2);
  }

  @Test
  void noLineIsNoRecord() {
    Answer answer = lines("");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("count").asInt()).isZero();
  }

  @Test
  void aRecordThatBreaksARuleIsNamedByItsPlaceAndNothingIsStored() {
    Answer answer = lines(sample(1) + "\n{\"user_id\":0}\n[" + sample(2) + "]\n");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.errors())
        .contains("1/timestamp/is required", "2/null/must be an object")
        .hasSize(4);
    assertThat(API.samples.of(1)).isEqualTo(Summary.empty(SHIPPED));
  }

  @Test
  void aLineThatIsNoJsonIsToldWhereAndNothingIsStored() {
    Answer answer = lines(sample(1) + "\n{\"user_id\":}\n" + sample(2));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.detail()).startsWith("Not valid JSON at line 2, column 12");
    assertThat(API.samples.of(1)).isEqualTo(Summary.empty(SHIPPED));
  }

  @Test
  void aLineThatEndsEarlyIsToldSo() {
    Answer answer = lines(sample(1) + "\n{\"user_id\":1");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.detail()).endsWith("it ends early.");
    assertThat(API.samples.of(1)).isEqualTo(Summary.empty(SHIPPED));
  }

  private static Answer lines(String body) {
    return lines("application/x-ndjson", body);
  }

  private static Answer lines(String type, String body) {
    return API.send(
        API.request("/ingest").POST(BodyPublishers.ofString(body)).header("Content-Type", type));
  }
}
