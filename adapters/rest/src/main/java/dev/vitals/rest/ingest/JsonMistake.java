package dev.vitals.rest.ingest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.ProblemException;
import dev.vitals.rest.problem.Shown;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a body stops being JSON, and why, in words of ours: the parser's are for who wrote the
 * program, name its settings, and change with its version.
 *
 * @param where with a blank in front
 * @param isTooLarge it may be JSON, but is beyond a limit
 */
record JsonMistake(String where, String reason, boolean isTooLarge) {
  private static final String ENDS_EARLY = "it ends early";
  private static final String LINE_IN_A_STRING = "the line ends within a string";

  /** How the parser shows a character: {@code '}' (code 125)}, {@code (CTRL-CHAR, code 10)}. */
  private static final Pattern CHARACTER = Pattern.compile("\\(?(?:CTRL-CHAR, )?code (\\d+)");

  /** Part of a message of the parser, and what is said instead, with the character for %s. */
  private record Words(String parsers, String ours) {}

  /** The first that fits. */
  private static final List<Words> WORDS =
      List.of(
          new Words("Illegal unquoted character ((CTRL-CHAR, code 10)", LINE_IN_A_STRING),
          new Words("Illegal unquoted character ((CTRL-CHAR, code 13)", LINE_IN_A_STRING),
          new Words("Illegal unquoted character", "%s has to be escaped within a string"),
          new Words("Unrecognized character escape", "a backslash before %s is no escape"),
          new Words("hex-digit for character escape", "\\u is not followed by four hex digits"),
          new Words("Invalid UTF-8", "these bytes are not UTF-8"),
          new Words("Illegal character", "unexpected %s"),
          new Words("Leading zeroes", "a number begins with 0"),
          new Words("in numeric value", "unexpected %s in a number"),
          new Words("Non-standard token", "NaN and Infinity are no numbers of JSON"),
          new Words("Unexpected end-of-input", ENDS_EARLY),
          new Words("maybe a (non-standard) comment", "JSON has no comments"),
          new Words("was expecting comma", "unexpected %s where a comma or an end belongs"),
          new Words("was expecting a colon", "unexpected %s where a colon belongs"),
          new Words("to start field name", "unexpected %s where a name in double quotes belongs"),
          new Words("expected a v", "unexpected %s where a value belongs"),
          new Words("Expected space separating", "unexpected %s behind a value"),
          new Words("close marker '}'", "unexpected '}'"),
          new Words("close marker ']'", "unexpected ']'"),
          new Words("Unrecognized token", "a word that is no value; texts stand in double quotes"));

  static JsonMistake of(JacksonException e, JsonParser json) {
    // A broken constraint, such as the depth, comes without a location.
    JsonLocation location = e.getLocation() == null ? json.currentLocation() : e.getLocation();
    return new JsonMistake(at(location), reason(e), e instanceof StreamConstraintsException);
  }

  static String at(JsonLocation location) {
    return " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  /** Of a body that is refused for it. */
  ProblemException problem() {
    return new ProblemException(
        Problem.malformedBody(
            isTooLarge
                ? "Nested" + reason.substring("nested".length()) + "," + where + "."
                : "Not valid JSON" + where + ": " + reason + "."));
  }

  /** Of a line that is refused for it. */
  String ofLine() {
    return isTooLarge ? "is " + reason + "," + where : "is not valid JSON" + where + ": " + reason;
  }

  private static String reason(JacksonException e) {
    if (e instanceof StreamConstraintsException) {
      return "nested deeper than %s levels, or a number or a name is too long"
          .formatted(SampleJson.DEEPEST);
    }
    if (e instanceof JsonEOFException) {
      return ENDS_EARLY;
    }
    return reason(e.getOriginalMessage());
  }

  private static String reason(String parsers) {
    Matcher character = CHARACTER.matcher(parsers);
    String shown = character.find() ? shown(Integer.parseInt(character.group(1))) : "";
    for (Words words : WORDS) {
      if (parsers.contains(words.parsers())) {
        return words.ours().formatted(shown);
      }
    }
    return "it cannot be read any further";
  }

  /** Beyond ASCII the parser may have read only a part of it. */
  private static String shown(int character) {
    return character < 0x80 ? Shown.character(character) : "character that is not ASCII";
  }
}
