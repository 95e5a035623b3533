package dev.vitals.rest.ingest;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.vitals.domain.summary.Summary;
import dev.vitals.rest.TestApi;
import dev.vitals.rest.TestApi.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a record may say, and what the answer is when it says something else. */
class IngestRecordsTest {
  private static final String KNOWN =
      "is unknown; known are user_id, timestamp, heart_rate, steps and calories";
  private static final String TIME = "\"timestamp\":\"2025-01-01T09:30:00Z\"";

  @RegisterExtension static final TestApi API = new TestApi();

  @Test
  void recordsAreStoredAndCounted() {
    Answer answer =
        API.ingest(
            """
            [{"user_id":101,"timestamp":"2025-01-01T09:30:00Z","heart_rate":78,"steps":150,"calories":6.5},
             {"user_id":101,"timestamp":"2025-01-01T10:45:00+01:00","heart_rate":82}]
            """);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).isEqualTo("application/json");
    assertThat(answer.body())
        .isEqualTo(
            "{\"message\":\"2 records ingested\",\"count\":2,"
                + "\"new\":2,\"changed\":0,\"unchanged\":0,\"collapsed\":0}");
    assertThat(API.samples.of(101))
        .isEqualTo(
            Summary.of(SHIPPED, 780, 150, 6_500).merge(Summary.of(SHIPPED, 820, ABSENT, ABSENT)));
  }

  @Test
  void anEmptyArrayIsARequestWithNothingToDo() {
    Answer answer = API.ingest(" [ ] ");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"message\":\"0 records ingested\",\"count\":0,"
                + "\"new\":0,\"changed\":0,\"unchanged\":0,\"collapsed\":0}");
  }

  @Test
  void theAnswerTellsWhatBecameOfTheRecords() {
    String known = "{\"user_id\":1," + TIME + ",\"steps\":5}";
    String other = known.replace("\"user_id\":1", "\"user_id\":2");
    String third = known.replace("\"user_id\":1", "\"user_id\":3");
    API.ingest("[" + known + "," + other + "]");

    Answer answer =
        API.ingest(
            "[%s,%s,%s,%s,%s]".formatted(known, other.replace("5}", "6}"), third, third, third));

    assertThat(answer.body())
        .isEqualTo(
            "{\"message\":\"5 records ingested\",\"count\":5,"
                + "\"new\":1,\"changed\":1,\"unchanged\":1,\"collapsed\":2}");
  }

  @Test
  void aByteOrderMarkIsSkipped() {
    Answer answer = API.ingest("\uFEFF[{\"user_id\":1," + TIME + ",\"steps\":5}]");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(API.samples.of(1)).isEqualTo(Summary.of(SHIPPED, ABSENT, 5, ABSENT));
  }

  @Test
  void everyRecordOfARequestCountsTwiceSentOnesToo() {
    Answer answer =
        API.ingest(
            "[{\"user_id\":1," + TIME + ",\"steps\":5},{\"user_id\":1," + TIME + ",\"steps\":6}]");

    assertThat(answer.json().path("count").asInt()).isEqualTo(2);
    assertThat(API.samples.of(1)).isEqualTo(Summary.of(SHIPPED, ABSENT, 6, ABSENT));
  }

  @ParameterizedTest
  @CsvSource({
    "78.0, 78",
    "7.8e1, 78",
    "780E-1, 78",
    "100000, 100000",
    "1.0000000000000000000000e5, 100000",
  })
  void aNumberWithoutAFractionIsAnIntegerHoweverItIsWritten(String json, int stored) {
    assertThat(API.ingest(record("\"steps\":" + json)).status()).isEqualTo(200);
    assertThat(API.samples.of(1)).isEqualTo(Summary.of(SHIPPED, ABSENT, stored, ABSENT));
  }

  @ParameterizedTest
  @CsvSource({
    "78, 780",
    "71.4, 714",
    "74.02, 740",
    "74.05, 741",
    "74.049999999999997, 740",
    "7.405e1, 741",
    "1, 10",
    "349.96, 3500",
    "350.0, 3500",
  })
  void heartRatesAreKeptToOneDecimalRoundedHalfUp(String json, int tenths) {
    assertThat(API.ingest(record("\"heart_rate\":" + json)).status()).isEqualTo(200);
    assertThat(API.samples.of(1)).isEqualTo(Summary.of(SHIPPED, tenths, ABSENT, ABSENT));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "6.5, 6500",
    "13, 13000",
    "0.0004999, 0",
    "0.0005, 1",
    "1.2345, 1235",
    "19999.9994, 19999999",
    "20000, 20000000",
    "2e4, 20000000",
    "1e-400, 0",
    "1e-2000000000, 0",
  })
  void caloriesAreKeptToThreeDecimalsRoundedHalfUp(String json, int stored) {
    assertThat(API.ingest(record("\"calories\":" + json)).status()).isEqualTo(200);
    assertThat(API.samples.of(1)).isEqualTo(Summary.of(SHIPPED, ABSENT, ABSENT, stored));
  }

  @Test
  void nullMeansAbsent() {
    assertThat(API.ingest(record("\"heart_rate\":null,\"steps\":3,\"calories\":null")).status())
        .isEqualTo(200);
    assertThat(API.samples.of(1)).isEqualTo(Summary.of(SHIPPED, ABSENT, 3, ABSENT));
  }

  @Test
  void theLargestUserIdIsOne() {
    String body = "[{\"user_id\":9223372036854775807," + TIME + ",\"steps\":5}]";

    assertThat(API.ingest(body).status()).isEqualTo(200);
    assertThat(API.samples.of(Long.MAX_VALUE)).isEqualTo(Summary.of(SHIPPED, ABSENT, 5, ABSENT));
  }

  static Stream<Arguments> brokenRules() {
    String heartRate = "0/heart_rate/must be a number from 1 to 350 (bpm)";
    String steps = "0/steps/must be an integer from 0 to 100000";
    String calories = "0/calories/must be a number from 0 to 20000 (kcal)";
    String userId =
        "0/user_id/must be an integer from 1 to 9223372036854775807, or a string of 1 to 128"
            + " characters of which none is a control character";
    String timestamp =
        "0/timestamp/must be an RFC 3339 date-time with an offset, such as 2025-01-01T09:30:00Z"
            + " or 2025-01-01T10:30:00+01:00";
    return Stream.of(
        arguments(record("\"heart_rate\":0"), heartRate),
        arguments(record("\"heart_rate\":351"), heartRate),
        arguments(record("\"heart_rate\":0.96"), heartRate),
        arguments(record("\"heart_rate\":350.01"), heartRate),
        arguments(record("\"steps\":78.9"), steps + ", not a fraction"),
        arguments(record("\"heart_rate\":\"78\""), heartRate + ", not a string"),
        arguments(record("\"heart_rate\":true"), heartRate + ", not a boolean"),
        arguments(record("\"heart_rate\":[78]"), heartRate + ", not an array"),
        arguments(record("\"heart_rate\":{\"bpm\":78}"), heartRate + ", not an object"),
        arguments(record("\"steps\":-1"), steps),
        arguments(record("\"steps\":100001"), steps),
        arguments(record("\"steps\":9223372036854775808"), steps),
        arguments(record("\"steps\":1e400"), steps),
        arguments(record("\"steps\":1e99999999999"), steps),
        arguments(record("\"steps\":" + "9".repeat(900)), steps),
        arguments(record("\"calories\":-0.0001"), calories),
        arguments(record("\"calories\":20000.0001"), calories),
        arguments(record("\"calories\":1e400"), calories),
        arguments(record("\"calories\":-1e400"), calories),
        arguments(record("\"calories\":\"6.5\""), calories + ", not a string"),
        arguments("[{\"user_id\":0," + TIME + ",\"steps\":1}]", userId),
        arguments("[{\"user_id\":-5," + TIME + ",\"steps\":1}]", userId),
        arguments("[{\"user_id\":9223372036854775808," + TIME + ",\"steps\":1}]", userId),
        arguments("[{\"user_id\":true," + TIME + ",\"steps\":1}]", userId + ", not a boolean"),
        arguments("[{\"user_id\":[\"a\"]," + TIME + ",\"steps\":1}]", userId + ", not an array"),
        arguments("[{\"user_id\":1.5," + TIME + ",\"steps\":1}]", userId + ", not a fraction"),
        arguments(of(""), userId),
        arguments(of("x".repeat(129)), userId),
        arguments(of("\\u0000"), userId),
        arguments(of("ann\\n"), userId),
        arguments(of("\u0085"), userId),
        arguments(of("\\ud83d"), userId),
        arguments(of("\\ude00\\ud83d"), userId),
        arguments("[{" + TIME + ",\"steps\":1}]", "0/user_id/is required"),
        arguments("[{\"user_id\":null," + TIME + ",\"steps\":1}]", "0/user_id/is required"),
        arguments("[{\"user_id\":1,\"steps\":1}]", "0/timestamp/is required"),
        arguments(at("2025-01-01T09:30:00"), timestamp + "; this one has no offset"),
        arguments(at("2025-01-01T09:30Z"), timestamp + "; this one has no seconds"),
        arguments(
            at("9:30\u202fAM"), timestamp + "; this one has a 12-hour clock with a U+202F in it"),
        arguments(at(""), timestamp + "; this one is empty"),
        arguments(
            "[{\"user_id\":1,\"timestamp\":1735723800,\"steps\":1}]", timestamp + ", not a number"),
        arguments(
            at("2015-12-31T23:59:59Z"),
            "0/timestamp/must not be before 2016-01-01T00:00:00Z, the oldest accepted"
                + " (ingest.oldestSample)"),
        arguments(
            at("2026-01-02T00:00:00Z"),
            "0/timestamp/must be before 2026-01-02T00:00:00Z, 24 hours ahead of the server"),
        arguments(record("\"steps\":1,\"heartrate\":70"), "0/heartrate/" + KNOWN),
        arguments(record("\"steps\":1,\"\\ud83d\\ude00\":1"), "0/😀/" + KNOWN),
        arguments(record("\"steps\":1,\"a\\ud83d\\ude00b\":1"), "0/a😀b/" + KNOWN),
        arguments(record("\"steps\":1,\"\\ud83d\":1"), "0/\ufffd/" + KNOWN),
        arguments(record("\"steps\":1,\"\\ude00\\ud83d\":1"), "0/\ufffd\ufffd/" + KNOWN),
        arguments(record("\"steps\":1,\"\\u0000\":1"), "0/\u0000/" + KNOWN),
        arguments(record("\"steps\":1,\"\":1"), "0//" + KNOWN),
        arguments(at("\\ud83d\\ude00\\ud83d"), timestamp + "; this one has a U+1F600 in it"),
        arguments(record("\"steps\":1,\"steps\":1"), "0/steps/is given twice"),
        arguments(record("\"steps\":1,\"steps\":null"), "0/steps/is given twice"),
        arguments(
            "[{\"user_id\":1,\"user_id\":1," + TIME + ",\"steps\":1}]", "0/user_id/is given twice"),
        arguments(
            record("\"steps\":null"),
            "0/null/must carry at least one of heart_rate, steps and calories"),
        arguments("[5]", "0/null/must be an object"),
        arguments("[null]", "0/null/must be an object"),
        arguments("[[]]", "0/null/must be an object"));
  }

  @ParameterizedTest
  @MethodSource("brokenRules")
  void aRecordThatBreaksARuleIsNamedWithFieldAndLimit(String body, String error) {
    Answer answer = API.ingest(body);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(answer.errors()).containsExactly(error);
    assertThat(answer.json().path("error_count").asInt()).isEqualTo(1);
    assertThat(API.samples.of(1)).isEqualTo(Summary.empty(SHIPPED));
  }

  @Test
  void theOldestAndTheNewestAcceptedMomentAreAccepted() {
    assertThat(API.ingest(at("2016-01-01T00:00:00Z")).status()).isEqualTo(200);
    assertThat(API.ingest(at("2026-01-01T23:59:59.999999Z")).status()).isEqualTo(200);
  }

  @Test
  void oneBadRecordAmongNinetyNineGoodOnesKeepsAllOfThemOut() {
    String good =
        IntStream.range(0, 99)
            .mapToObj(
                i ->
                    String.format(
                        Locale.ROOT,
                        "{\"user_id\":1,\"timestamp\":\"2025-01-01T09:%02d:%02dZ\",\"steps\":1}",
                        i / 60,
                        i % 60))
            .collect(Collectors.joining(","));

    Answer answer = API.ingest("[" + good + ",{\"user_id\":1," + TIME + ",\"steps\":100001}]");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.errors()).containsExactly("99/steps/must be an integer from 0 to 100000");
    assertThat(API.samples.of(1)).isEqualTo(Summary.empty(SHIPPED));
  }

  @Test
  void tenMistakesAreTenEntriesAlsoSeveralInOneRecord() {
    Answer answer =
        API.ingest(
            """
            [{"user_id":0,"timestamp":"x","heart_rate":0,"steps":-1,"calories":-1},
             {},
             {"user_id":1,"timestamp":"2025-01-01T09:30:00Z","steps":1},
             7,
             {"user_id":1,"timestamp":"2025-01-01T09:30:00Z","pulse":70}]
            """);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.errors())
        .extracting(error -> error.substring(0, error.lastIndexOf('/')))
        .containsExactly(
            "0/user_id",
            "0/timestamp",
            "0/heart_rate",
            "0/steps",
            "0/calories",
            "1/user_id",
            "1/timestamp",
            "1/null",
            "3/null",
            "4/pulse",
            "4/null");
    assertThat(answer.json().path("error_count").asInt()).isEqualTo(11);
  }

  @Test
  void theFirstHundredMistakesAreShownAndAllAreCounted() {
    Answer answer =
        API.ingest(
            IntStream.range(0, 150).mapToObj(i -> "7").collect(Collectors.joining(",", "[", "]")));

    assertThat(answer.errors()).hasSize(100);
    assertThat(answer.json().path("error_count").asInt()).isEqualTo(150);
  }

  @Test
  void aVeryLongUnknownNameIsShownCut() {
    Answer answer = API.ingest(record("\"steps\":1,\"" + "x".repeat(1000) + "\":1"));

    assertThat(answer.errors()).singleElement().asString().startsWith("0/" + "x".repeat(64) + "/");
    // Not in the middle of a character.
    assertThat(API.ingest(record("\"steps\":1,\"" + "x".repeat(63) + "😀😀\":1")).errors())
        .singleElement()
        .asString()
        .startsWith("0/" + "x".repeat(63) + "😀/");
  }

  @Test
  void aNameOfEscapedCharactersCostsALenientRequestOneRecord() {
    String body = record("\"steps\":1,\"\\ud83d\\ude00\":1").replace("]", ",");

    Answer answer =
        API.ingest(
            (body + at("2025-01-01T09:31:00Z").substring(1)).getBytes(StandardCharsets.UTF_8),
            "Prefer",
            "handling=lenient");

    assertThat(answer.errors()).containsExactly("0/😀/" + KNOWN);
    assertThat(answer.json().path("count").asInt()).isEqualTo(1);
  }

  private static String record(String readings) {
    return "[{\"user_id\":1," + TIME + "," + readings + "}]";
  }

  private static String of(String user) {
    return "[{\"user_id\":\"" + user + "\"," + TIME + ",\"steps\":1}]";
  }

  private static String at(String timestamp) {
    return "[{\"user_id\":1,\"timestamp\":\"" + timestamp + "\",\"steps\":1}]";
  }
}
