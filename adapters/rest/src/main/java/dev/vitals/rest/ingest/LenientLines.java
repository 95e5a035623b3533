package dev.vitals.rest.ingest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.vitals.rest.problem.ProblemException;
import java.io.IOException;

/**
 * Reads records of which some may be no JSON. Such a one is a record that breaks a rule, and what
 * follows the line it begins in is read all the same: a batch that a device appended to while its
 * battery failed has one line that ends early, and good ones behind it.
 *
 * <p>A record may take several lines, and a line several records, as long as they are JSON: pretty
 * printed ones are read too.
 */
final class LenientLines {
  private final SampleJson json;
  private final RereadableBody body;
  private final SampleReader records;
  private final SampleErrors errors;
  private int line = 1;

  LenientLines(SampleJson json, RereadableBody body, SampleReader records, SampleErrors errors) {
    this.json = json;
    this.body = body;
    this.records = records;
    this.errors = errors;
  }

  /**
   * @param first which the records are read from until one is no JSON
   * @throws ProblemException so much is wrong that nothing is stored
   */
  void read(JsonParser first) throws IOException {
    boolean isAtItsEnd = readUntilOneIsNoJson(first, 0);
    while (!isAtItsEnd) {
      long start = body.place();
      try (JsonParser parser = json.parser(body, line)) {
        records.goOnWith(parser);
        isAtItsEnd = readUntilOneIsNoJson(parser, start);
      }
    }
  }

  private boolean readUntilOneIsNoJson(JsonParser parser, long start) throws IOException {
    JsonLocation from = parser.currentLocation();
    try {
      while (parser.nextToken() != null) {
        from = parser.currentTokenLocation();
        records.readRecord();
        from = isText(parser) ? from : parser.currentLocation();
      }
      return true;
    } catch (JacksonException e) {
      JsonMistake mistake = JsonMistake.of(e, parser);
      JsonLocation first = later(from, parser);
      int lineEnds =
          errors.areTooMany() ? -1 : body.continueBehindLineAt(start + first.getByteOffset());
      if (lineEnds < 0) {
        throw mistake.problem();
      }
      line = first.getLineNr() + lineEnds;
      if (!isText(parser)) {
        records.leaveOut(mistake.ofLine());
      }
      return false;
    }
  }

  /** Where the record begins that cannot be read, or ends the one before it. */
  private static JsonLocation later(JsonLocation from, JsonParser parser) {
    JsonLocation token = parser.currentTokenLocation();
    return parser.getParsingContext().inRoot() && token.getByteOffset() > from.getByteOffset()
        ? token
        : from;
  }

  /** Text is a record before it is read to its end, which is when it turns out to have none. */
  private static boolean isText(JsonParser parser) {
    return parser.currentToken() == JsonToken.VALUE_STRING && parser.getParsingContext().inRoot();
  }
}
