package dev.vitals.rest.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way in which a text can fail to be JSON, in our words. */
class JsonMistakeTest {
  private static final SampleJson JSON = new SampleJson();

  /** What only the parser says, and what it shows of a text. */
  private static final String PARSERS =
      ".*(`[A-Z]|Feature|expecting|CTRL-CHAR|\\(code|Source|Array|Object).*";

  private static final String GOOD =
      "[{\"user_id\":1,\"timestamp\":\"2025-01-01T09:30:00Z\",\"x\":[true,null,-1.5e3,\"\\u00e9\\n\"]}]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "[1 2]~unexpected '2' where a comma or an end belongs",
        "[1,]~unexpected ']' where a value belongs",
        "{'a':1}~unexpected ''' where a name in double quotes belongs",
        "{a:1}~unexpected 'a' where a name in double quotes belongs",
        "{\"a\" 1}~unexpected '1' where a colon belongs",
        "{\"a\":1]~unexpected ']'",
        "[1}~unexpected '}'",
        "]~unexpected ']'",
        "[“a”]~a word that is no value; texts stand in double quotes",
        "[1\u00a0]~unexpected character that is not ASCII where a comma or an end belongs",
        "{“a”:1}~unexpected character that is not ASCII where a name in double quotes belongs",
        "[True]~a word that is no value; texts stand in double quotes",
        "[undefined]~a word that is no value; texts stand in double quotes",
        "[NaN]~NaN and Infinity are no numbers of JSON",
        "[-Infinity]~NaN and Infinity are no numbers of JSON",
        "[+1]~unexpected '+' in a number",
        "[.5]~unexpected '.' where a value belongs",
        "[5.]~unexpected ']' in a number",
        "[5e]~unexpected ']' in a number",
        "[-]~unexpected ']' in a number",
        "[007]~a number begins with 0",
        "[1// one]~JSON has no comments",
        "[\"\\x\"]~a backslash before 'x' is no escape",
        "[\"\\u12g4\"]~\\u is not followed by four hex digits",
        "[\"a\tb\"]~U+0009 has to be escaped within a string",
        "1true~unexpected 't' behind a value",
        "[1,2~it ends early",
        "{\"a~it ends early",
        "[\"a~it ends early",
        "[tru~a word that is no value; texts stand in double quotes",
        "[\"\\u12~it ends early",
      })
  void isToldInWordsOfOurs(String text, String reason) throws IOException {
    JsonMistake mistake = mistake(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();

    assertThat(mistake.reason()).isEqualTo(reason);
    assertThat(mistake.where()).matches(" at line [1-9][0-9]*, column [1-9][0-9]*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"a\nb\"]", "{\"a\r\nb\":1}", "{\"a\n\":1}", "[\"a\r\"]"})
  void aLineEndWithinAStringIsToldSo(String text) throws IOException {
    assertThat(mistake(text.getBytes(StandardCharsets.UTF_8)).orElseThrow().reason())
        .isEqualTo("the line ends within a string");
  }

  @Test
  void noneIsHandedOnFromTheParser() throws IOException {
    Random random = new Random(1);
    int mistakes = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] text = GOOD.getBytes(StandardCharsets.UTF_8);
      for (int slips = random.nextInt(4); slips >= 0; slips--) {
        text[random.nextInt(text.length)] =
            random.nextInt(3) == 0 ? (byte) random.nextInt(256) : text[random.nextInt(text.length)];
      }
      Optional<JsonMistake> mistake = mistake(text);
      mistakes += mistake.isPresent() ? 1 : 0;
      mistake.ifPresent(
          found ->
              assertThat(found.problem().problem().detail())
                  .as("%s", new String(text, StandardCharsets.ISO_8859_1))
                  .doesNotMatch(PARSERS)
                  .doesNotContain("cannot be read any further", "unexpected  ", "unexpected ."));
    }
    assertThat(mistakes).isGreaterThan(10_000);
  }

  private static Optional<JsonMistake> mistake(byte[] text) throws IOException {
    try (JsonParser json = JSON.parser(new ByteArrayInputStream(text), 1)) {
      try {
        for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
          if (token == JsonToken.VALUE_STRING) {
            assertThat(json.getTextLength()).isNotNegative();
          }
        }
        return Optional.empty();
      } catch (JacksonException e) {
        return Optional.of(JsonMistake.of(e, json));
      }
    } catch (RuntimeException e) {
      return fail("no mistake of JSON", e);
    }
  }
}
