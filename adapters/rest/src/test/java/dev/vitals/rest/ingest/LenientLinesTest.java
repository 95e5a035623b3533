package dev.vitals.rest.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.vitals.application.ingest.Rejection;
import dev.vitals.rest.TestApi;
import dev.vitals.rest.TestApi.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines of which some are no JSON, where the client prefers to have the others stored. */
class LenientLinesTest {
  @RegisterExtension static final TestApi API = new TestApi();

  private static String sample(int user) {
    return "{\"user_id\":%s,\"timestamp\":\"2025-01-01T09:30:00Z\",\"steps\":5}".formatted(user);
  }

  static Stream<Arguments> badLines() {
    String at = "is not valid JSON at line 2, column ";
    return Stream.of(
        arguments("garbage", at + "2: a word that is no value; texts stand in double quotes"),
        arguments("{\"user_id\":}", at + "12: unexpected '}' where a value belongs"),
        arguments("{\"user_id\":1", "is not valid JSON at line 3, column 1: unexpected '{'"),
        arguments("{\"user_id\":1,", "is not valid JSON at line 3, column 1: unexpected '{'"),
        arguments("{", "is not valid JSON at line 3, column 1: unexpected '{'"),
        arguments("{\"note\":[1,", "is not valid JSON at line 4, column 1: unexpected '{'"),
        arguments("{\"note\":", "is not valid JSON at line 4, column 1: unexpected '{'"),
        arguments("{\"user_id", at + "10: the line ends within a string"),
        arguments("{\"timestamp\":\"2025-", at + "20: the line ends within a string"),
        arguments("}", at + "1: unexpected '}'"),
        arguments("]", at + "1: unexpected ']'"),
        arguments("[1,2}", at + "5: unexpected '}'"),
        arguments(",", at + "1: unexpected ',' where a value belongs"),
        arguments("\\", at + "1: unexpected '\\' where a value belongs"),
        arguments("\"\\x\"", "must be an object"),
        arguments("\"half", "must be an object"),
        arguments("\"  ", "must be an object"),
        arguments("\"whole\" and more", "must be an object"),
        arguments("\u0000\u0000", at + "2: unexpected U+0000"),
        arguments("// comment", at + "1: JSON has no comments"),
        arguments("[".repeat(20), "is nested deeper than 8 levels"),
        arguments(
            "1".repeat(2_000), "is nested deeper than 8 levels, or a number or a name is too long"),
        arguments("x".repeat(50_000), "is not valid JSON at line 2, column "),
        arguments("\"" + "x".repeat(50_000), "must be an object"));
  }

  @ParameterizedTest
  @MethodSource("badLines")
  void aLineThatIsNoJsonIsListedAndTheOthersAreStored(String line, String message) {
    for (String end : new String[] {"\n", "\r\n", "\n\n \n"}) {
      API.samples.reset();
      API.records.reset();
      Answer answer = lenient(sample(1) + "\n" + line + end + sample(3) + end + sample(4));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().path("count").asInt()).isEqualTo(3);
      assertThat(answer.json().path("rejected").asInt()).isEqualTo(1);
      assertThat(answer.errors()).last().asString().startsWith("1/null/");
      if (end.length() == 1) {
        assertThat(answer.errors()).last().asString().startsWith("1/null/" + message);
      }
      assertStored(1, 3, 4);
      assertThat(API.records.received()).isEqualTo(4);
      assertThat(API.records.accepted()).isEqualTo(3);
      assertThat(API.records.rejected()).isEqualTo(Map.of(Rejection.INVALID, 1));
    }
  }

  @ParameterizedTest
  @MethodSource("badLines")
  void soIsTheLastWhichMayEndEarly(String line, String message) {
    Answer answer = lenient(sample(1) + "\n" + sample(2) + "\n" + line);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("count").asInt()).isEqualTo(2);
    assertThat(answer.json().path("rejected").asInt()).isEqualTo(1);
    assertThat(answer.errors()).last().asString().startsWith("2/null/");
    assertStored(1, 2);
  }

  @Test
  void whatEndsEarlyIsToldSo() {
    assertThat(lenient(sample(1) + "\n{\"user_id\":2,\"st").errors())
        .containsExactly("1/null/is not valid JSON at line 2, column 17: it ends early");
  }

  @Test
  void theMistakesInFrontOfABreakAreListedToo() {
    assertThat(lenient("{\"user_id\":0,\"x\":1,nonsense}\n" + sample(1)).errors())
        .extracting(error -> error.substring(0, error.lastIndexOf('/')))
        .containsExactly("0/user_id", "0/x", "0/null");
    assertStored(1);
  }

  @Test
  void bytesThatAreNoUtf8AreOneLinesFault() {
    byte[] body = (sample(1) + "\n{\"?\":1}\n" + sample(3)).getBytes(StandardCharsets.UTF_8);
    body[sample(1).length() + 3] = (byte) 0xe9;

    Answer answer = lenient(body);

    assertThat(answer.errors())
        .singleElement()
        .asString()
        .startsWith("1/null/is not valid JSON at line 2, column ")
        .endsWith(": these bytes are not UTF-8");
    assertStored(1, 3);
  }

  /** Two on a line, or one on several, have been read until now. */
  @Test
  void recordsNeedNotBeOneALineWhileTheyAreJson() {
    String several = sample(3).replace(",", ",\n  ");

    Answer answer = lenient(sample(1) + sample(2) + "\n" + several + "\nx\n" + sample(5));

    assertThat(answer.json().path("count").asInt()).isEqualTo(4);
    assertThat(answer.errors()).singleElement().asString().contains("at line 5, column 2");
    assertStored(1, 2, 3, 5);
  }

  @Test
  void theFirstOfTwoOnALineIsStoredIfTheSecondIsNoJson() {
    Answer answer = lenient(sample(1) + "{\"user_id\":\n" + sample(3));

    assertThat(answer.json().path("count").asInt()).isEqualTo(2);
    assertThat(answer.json().path("rejected").asInt()).isEqualTo(1);
    assertThat(answer.errors()).last().asString().startsWith("1/null/");
    assertStored(1, 3);
  }

  @Test
  void aRecordThatSpansMoreThanIsKeptIsNotRecovered() {
    Answer answer = lenient(sample(1) + "\n[" + "1,\n".repeat(20_000) + "x\n" + sample(2));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.detail()).startsWith("Not valid JSON at line 20002, column ");
    assertStored();
  }

  @Test
  void whoSendsNothingButGarbageIsRefused() {
    Answer answer = lenient("x\n".repeat(20_000));

    assertThat(answer.status()).isIn(400, 413);
    assertStored();
  }

  /**
   * Of any mixture the good lines are stored, and each other line is one record, unless it closes
   * what one before it has opened.
   */
  @Test
  void anyMixtureIsToldApart() {
    List<String> bad =
        badLines()
            .map(arguments -> (String) arguments.get()[0])
            .filter(line -> line.length() < 100 && !line.matches("[]}].*|.*,2}"))
            .toList();
    for (int seed = 0; seed < 20; seed++) {
      API.samples.reset();
      Random random = new Random(seed);
      StringBuilder body = new StringBuilder();
      List<Integer> good = new ArrayList<>();
      int lines = 300;
      for (int i = 1; i <= lines; i++) {
        boolean isGood = random.nextInt(4) > 0;
        String line = isGood ? sample(i) : bad.get(random.nextInt(bad.size()));
        if (isGood) {
          good.add(i);
        }
        body.append(line).append('\n');
      }

      Answer answer = lenient(body.toString());

      assertThat(answer.status()).as("seed %d", seed).isEqualTo(200);
      assertThat(answer.json().path("count").asInt()).as("seed %d", seed).isEqualTo(good.size());
      assertThat(answer.json().path("rejected").asInt()).isEqualTo(lines - good.size());
      assertStored(good.stream().mapToInt(Integer::intValue).toArray());
    }
  }

  private static void assertStored(int... users) {
    for (int user : users) {
      assertThat(API.samples.of(user).samples()).as("user %d", user).isEqualTo(1);
    }
    assertThat(API.records.accepted()).isGreaterThanOrEqualTo(users.length);
  }

  private static Answer lenient(String body) {
    return lenient(body.getBytes(StandardCharsets.UTF_8));
  }

  private static Answer lenient(byte[] body) {
    return API.send(
        API.request("/ingest")
            .POST(BodyPublishers.ofByteArray(body))
            .headers("Content-Type", "application/x-ndjson", "Prefer", "handling=lenient"));
  }
}
