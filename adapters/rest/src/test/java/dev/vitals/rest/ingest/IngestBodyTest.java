package dev.vitals.rest.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.vitals.domain.summary.Summary;
import dev.vitals.rest.TestApi;
import dev.vitals.rest.TestApi.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a body may be, as a type and as JSON, before any record is looked at. */
class IngestBodyTest {
  private static final String SAMPLE =
      "{\"user_id\":1,\"timestamp\":\"2025-01-01T09:30:00Z\",\"steps\":5}";

  @RegisterExtension static final TestApi API = new TestApi();

  static Stream<Arguments> malformedBodies() {
    return Stream.of(
        arguments("", "The body is empty; it must be a JSON array of samples."),
        arguments(" \n ", "The body is empty"),
        arguments("{}", "The body must be a JSON array of samples, even for one sample."),
        arguments(SAMPLE, "The body must be a JSON array of samples"),
        arguments("\"[]\"", "The body must be a JSON array of samples"),
        arguments("null", "The body must be a JSON array of samples"),
        arguments("hello", "Not valid JSON at line 1, column"),
        arguments("[\n" + SAMPLE + ",\n{\"user_id\":}]", "Not valid JSON at line 3, column 12"),
        arguments("[" + SAMPLE, ": it ends early."),
        arguments("[" + SAMPLE + ",]", "Not valid JSON at line 1, column"),
        arguments("[" + SAMPLE + "] []", "The body goes on behind the array at line 1, column"),
        arguments("[" + SAMPLE + "]x", "Not valid JSON at line 1, column"),
        arguments(
            "[{\"calories\":NaN}]",
            "Not valid JSON at line 1, column 17: Non-standard token 'NaN'."),
        arguments("[{\"calories\":Infinity}]", "Not valid JSON at line 1, column"),
        arguments("[{\"calories\":.5}]", "Not valid JSON at line 1, column"),
        arguments(
            "[{\"steps\":" + "9".repeat(5_000) + "}]",
            "a number or a name is too long, at line 1, column"),
        arguments("[{\"steps\":007}]", "Not valid JSON at line 1, column"),
        arguments("[{'steps':7}]", "Not valid JSON at line 1, column"),
        arguments(
            "[".repeat(20_000),
            "Nested deeper than 8 levels, or a number or a name is too long, at line 1, column 10."),
        arguments("[{\"steps\":" + "{\"a\":".repeat(10_000), "Nested deeper than 8 levels"));
  }

  @ParameterizedTest
  @MethodSource("malformedBodies")
  void aBodyThatIsNoJsonArrayIsToldWhereAndWhy(String body, String detail) {
    Answer answer = API.ingest(body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(answer.detail()).contains(detail);
    assertThat(API.samples.of(1)).isEqualTo(Summary.EMPTY);
  }

  @Test
  void bytesThatAreNoUtf8AreNoJson() {
    byte[] inAName = "[{\"us?r_id\":1}]".getBytes(StandardCharsets.UTF_8);
    inAName[5] = (byte) 0xff;
    byte[] inAValue = "[{\"timestamp\":\"2025?\"}]".getBytes(StandardCharsets.UTF_8);
    inAValue[20] = (byte) 0xc3;
    byte[] inASkippedValue = "[{\"note\":\"2025?\"}]".getBytes(StandardCharsets.UTF_8);
    inASkippedValue[14] = (byte) 0xff;

    for (byte[] body : new byte[][] {inAName, inAValue, inASkippedValue}) {
      Answer answer = API.ingest(body);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.detail()).startsWith("Not valid JSON at line 1, column").contains("UTF-8");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded",
        "text/plain",
        "application/*",
        "*/*",
        "application/json-seq",
        "application/x-ndjson; charset=latin1",
        "application/json;charset=utf-16",
        "application/json; charset=bogus",
        "application/json, text/plain",
        "foo"
      })
  void anotherTypeIsUnsupported(String type) {
    assertUnsupported(
        API.send(
            API.request("/ingest")
                .POST(BodyPublishers.ofString("[]"))
                .header("Content-Type", type)));
  }

  @Test
  void noTypeIsUnsupported() {
    assertUnsupported(API.send(API.request("/ingest").POST(BodyPublishers.ofString("[]"))));
    assertUnsupported(API.send(API.request("/ingest/").POST(BodyPublishers.ofString("[]"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json", "Application/JSON; charset=UTF-8", "application/json;v=1"})
  void jsonMayBeWrittenInSeveralWays(String type) {
    Answer answer =
        API.send(
            API.request("/ingest")
                .POST(BodyPublishers.ofString("[]"))
                .header("Content-Type", type));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void jsonInAnotherEncodingThanUtf8IsNoJson() {
    assertThat(API.ingest(("[" + SAMPLE + "]").getBytes(StandardCharsets.UTF_16LE)).status())
        .isEqualTo(400);
    assertThat(API.samples.of(1)).isEqualTo(Summary.EMPTY);
  }

  private static void assertUnsupported(Answer answer) {
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.detail())
        .isEqualTo("Content-Type must be application/json or application/x-ndjson, in UTF-8.");
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
  }
}
