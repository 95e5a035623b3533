package dev.vitals.rest.ingest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.vitals.domain.sample.InvalidSamplesException;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;

/** Reads a body that is a JSON array of samples. For any number of threads. */
final class SampleArrayReader {
  /** A sample is two levels deep; more is somebody else's document. */
  private static final int DEEPEST = 8;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          .build();

  private static final String EXPECTED = "a JSON array of samples";

  /**
   * @throws ProblemException the body is not a JSON array (400, with line and column)
   * @throws InvalidSamplesException records break a rule (422)
   * @throws IOException the body stopped arriving
   */
  SampleBatch read(InputStream body, TimeRange acceptedTimestamps) throws IOException {
    try (JsonParser json = JSON.createParser(body)) {
      return read(json, acceptedTimestamps);
    }
  }

  private static SampleBatch read(JsonParser json, TimeRange acceptedTimestamps)
      throws IOException {
    SampleErrors errors = new SampleErrors();
    SampleReader records = new SampleReader(json, acceptedTimestamps, errors);
    try {
      enterArray(json);
      while (json.nextToken() != JsonToken.END_ARRAY) {
        records.readRecord();
      }
      requireEnd(json);
    } catch (JacksonException e) {
      throw malformed(e, json);
    }
    errors.throwIfAny();
    return records.build();
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
    return new ProblemException(
        Problem.malformedBody("Not valid JSON" + at(location) + ": " + e.getOriginalMessage()));
  }

  private static String at(JsonLocation location) {
    return " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
