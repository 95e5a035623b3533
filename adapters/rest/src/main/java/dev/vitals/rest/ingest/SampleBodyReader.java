package dev.vitals.rest.ingest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.vitals.application.ingest.Admission;
import dev.vitals.application.ingest.QueueFullException;
import dev.vitals.domain.sample.InvalidSamplesException;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Reads a body of samples, straight into columns. For any number of threads. */
final class SampleBodyReader {
  /** A sample is two levels deep; more is somebody else's document. */
  private static final int DEEPEST = 8;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          // JSON is UTF-8 (RFC 8259, section 8.1); Jackson would guess UTF-16 and UTF-32 too.
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .build();

  /** Jackson's advice to whoever wrote the program, which is not who reads it here. */
  private static final Pattern ADVICE = Pattern.compile("[:,]? \\(?(to|enable) .*`.*");

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private static final String EXPECTED = "a JSON array of samples";

  /**
   * @throws ProblemException the body is not of that format (400, with line and column)
   * @throws InvalidSamplesException records break a rule (422)
   * @throws QueueFullException there is no room for all of it (503)
   * @throws IOException the body stopped arriving
   */
  ReadSamples read(
      InputStream body,
      SampleFormat format,
      Handling handling,
      TimeRange acceptedTimestamps,
      Admission admission)
      throws IOException {
    SampleErrors errors = new SampleErrors(handling, admission);
    try (JsonParser json = JSON.createParser(withoutByteOrderMark(body))) {
      SampleReader records = new SampleReader(json, acceptedTimestamps, errors, admission);
      read(json, format, records);
      return new ReadSamples(records.build(), records.count(), errors.tolerated());
    }
  }

  private static void read(JsonParser json, SampleFormat format, SampleReader records)
      throws IOException {
    try {
      if (format == SampleFormat.LINES) {
        while (json.nextToken() != null) {
          records.readRecord();
        }
      } else {
        enterArray(json);
        while (json.nextToken() != JsonToken.END_ARRAY) {
          records.readRecord();
        }
        requireEnd(json);
      }
    } catch (JacksonException e) {
      throw malformed(e, json);
    }
  }

  /** Allowed to be ignored (RFC 8259, section 8.1), and some tools write one. */
  private static InputStream withoutByteOrderMark(InputStream body) throws IOException {
    PushbackInputStream stream = new PushbackInputStream(body, BYTE_ORDER_MARK.length);
    byte[] start = stream.readNBytes(BYTE_ORDER_MARK.length);
    if (!Arrays.equals(start, BYTE_ORDER_MARK)) {
      stream.unread(start);
    }
    return stream;
  }

  private static void enterArray(JsonParser json) throws IOException {
    JsonToken first = json.nextToken();
    if (first == null) {
      throw new ProblemException(
          Problem.malformedBody("The body is empty; it must be " + EXPECTED + "."));
    }
    if (first != JsonToken.START_ARRAY) {
      throw new ProblemException(
          Problem.malformedBody("The body must be " + EXPECTED + ", even for one sample."));
    }
  }

  private static void requireEnd(JsonParser json) throws IOException {
    if (json.nextToken() != null) {
      throw new ProblemException(
          Problem.malformedBody(
              "The body goes on behind the array" + at(json.currentTokenLocation()) + "."));
    }
  }

  private static ProblemException malformed(JacksonException e, JsonParser json) {
    // A broken constraint, such as the depth, comes without a location.
    JsonLocation location = e.getLocation() == null ? json.currentLocation() : e.getLocation();
    return new ProblemException(Problem.malformedBody(detail(e, at(location))));
  }

  private static String detail(JacksonException e, String where) {
    if (e instanceof StreamConstraintsException) {
      return "Nested deeper than %d levels, or a number or a name is too long,%s."
          .formatted(DEEPEST, where);
    }
    String reason =
        e instanceof JsonEOFException
            ? "it ends early"
            : ADVICE.matcher(e.getOriginalMessage()).replaceFirst("");
    return "Not valid JSON%s: %s.".formatted(where, reason);
  }

  private static String at(JsonLocation location) {
    return " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
