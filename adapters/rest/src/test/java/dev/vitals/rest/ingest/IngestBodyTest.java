package dev.vitals.rest.ingest;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.vitals.domain.summary.Summary;
import dev.vitals.rest.TestApi;
import dev.vitals.rest.TestApi.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
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
            "Not valid JSON at line 1, column 17: NaN and Infinity are no numbers of JSON."),
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
    assertThat(API.samples.of(1)).isEqualTo(Summary.empty(SHIPPED));
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
        "application/json, text/plain",
        "application/json; charset=utf-8, text/plain",
        "application/json charset=utf-8",
        "text/plain; application/json",
        "text/plain; a=application/json",
        "\"application/json\"",
        ";",
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

  /** The parameter has no effect, and there are clients that write each of these. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON; charset=UTF-8",
        "application/json;v=1",
        "application/json; charset=utf8",
        "application/json; charset=\"UTF-8\"",
        "application/json;",
        "application/json ; ",
        "application/json; charset",
        "application/json; charset=",
        "application/json;; charset=utf-8;",
        "application/json; charset=iso-8859-1",
        "application/json;charset=utf-16",
        "application/json; charset=bogus",
        "application/json; profile=\"a, b; c\""
      })
  void jsonMayBeWrittenInSeveralWays(String type) {
    Answer answer =
        API.send(
            API.request("/ingest")
                .POST(BodyPublishers.ofString("[]"))
                .header("Content-Type", type));

    assertThat(answer.status()).isEqualTo(200);
  }

  static Stream<Arguments> otherEncodings() {
    String body = "[" + SAMPLE + "]";
    return Stream.of(
        arguments("UTF-16LE", body.getBytes(StandardCharsets.UTF_16LE)),
        arguments("UTF-16BE", body.getBytes(StandardCharsets.UTF_16BE)),
        arguments("UTF-16LE, marked", ("\ufeff" + body).getBytes(StandardCharsets.UTF_16LE)),
        arguments("UTF-16BE, marked", ("\ufeff" + body).getBytes(StandardCharsets.UTF_16BE)),
        arguments("UTF-32LE", body.getBytes(Charset.forName("UTF-32LE"))),
        arguments("UTF-32BE", body.getBytes(Charset.forName("UTF-32BE"))),
        arguments("UTF-32LE, marked", ("\ufeff" + body).getBytes(Charset.forName("UTF-32LE"))),
        arguments("UTF-32BE, marked", ("\ufeff" + body).getBytes(Charset.forName("UTF-32BE"))),
        arguments("UTF-7", "+AFsAewAi-user+AF8-id".getBytes(StandardCharsets.US_ASCII)),
        arguments("UTF-7 of a line", "+AHsAIg-user+AF8-id".getBytes(StandardCharsets.US_ASCII)),
        arguments("UTF-7, marked", ("+/v8-" + body).getBytes(StandardCharsets.US_ASCII)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("otherEncodings")
  void anotherEncodingThanUtf8IsToldSoWhateverTheHeadersSay(String name, byte[] body) {
    for (String type : new String[] {"application/json; charset=utf-16", "application/x-ndjson"}) {
      for (String prefer : new String[] {"handling=strict", "handling=lenient"}) {
        Answer answer =
            API.send(
                API.request("/ingest")
                    .POST(BodyPublishers.ofByteArray(body))
                    .headers("Content-Type", type, "Prefer", prefer));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).isEqualTo("The body is not UTF-8.");
      }
    }
    assertThat(API.samples.of(1)).isEqualTo(Summary.empty(SHIPPED));
  }

  @Test
  void whichTypesAreAcceptedIsTold() {
    assertThat(API.send(API.request("/ingest").POST(BodyPublishers.ofString("[]"))).headers().map())
        .containsEntry("accept", List.of("application/json, application/x-ndjson"))
        .doesNotContainKey("accept-encoding");
  }

  @Test
  void whichEncodingsAreAcceptedIsTold() {
    for (String encoding : new String[] {"br", "deflate", "gzip, gzip", "*"}) {
      Answer answer =
          API.ingest("[]".getBytes(StandardCharsets.UTF_8), "Content-Encoding", encoding);

      assertThat(answer.status()).isEqualTo(415);
      assertThat(answer.detail()).isEqualTo("Content-Encoding must be gzip, or left out.");
      assertThat(answer.headers().map())
          .containsEntry("accept-encoding", List.of("gzip"))
          .doesNotContainKey("accept");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Type, application/json",
    "Content-Type, text/plain",
    "Content-Encoding, identity",
    "Content-Encoding, gzip"
  })
  void aHeaderThatSaysWhatTheBodyIsCannotSayItTwice(String header, String value) {
    Answer answer =
        API.ingest("[]".getBytes(StandardCharsets.UTF_8), header, value, header, "identity");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.detail()).isEqualTo(header + " must be given once.");
  }

  @Test
  void aParameterIsRefusedForWhatItAsksForWouldNotHappen() {
    Answer answer =
        API.send(
            API.request("/ingest?dry_run=true&dry_run=true&%C3%A9")
                .POST(BodyPublishers.ofString("[" + SAMPLE + "]"))
                .header("Content-Type", "application/json"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("type").asText())
        .isEqualTo("urn:vitals:problem:invalid-parameters");
    assertThat(answer.errors())
        .containsExactly(
            "/dry_run/is unknown; POST /ingest knows none",
            "/é/is unknown; POST /ingest knows none");
    assertThat(API.samples.of(1)).isEqualTo(Summary.empty(SHIPPED));
  }

  @Test
  void anEmptyQueryIsNone() {
    assertThat(
            API.send(
                    API.request("/ingest?")
                        .POST(BodyPublishers.ofString("[]"))
                        .header("Content-Type", "application/json"))
                .status())
        .isEqualTo(200);
  }

  private static void assertUnsupported(Answer answer) {
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.detail())
        .isEqualTo("Content-Type must be application/json or application/x-ndjson, in UTF-8.");
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
  }
}
