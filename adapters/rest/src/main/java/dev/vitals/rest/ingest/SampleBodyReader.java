package dev.vitals.rest.ingest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.vitals.application.ingest.Admission;
import dev.vitals.application.ingest.QueueFullException;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.sample.InvalidSamplesException;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.domain.user.UserId;
import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.ToLongFunction;

/** Reads a body of samples, straight into columns. For any number of threads. */
final class SampleBodyReader {
  private static final SampleJson JSON = new SampleJson();
  private static final String EXPECTED = "a JSON array of samples";

  private final MetricCatalogue catalogue;
  private final ToLongFunction<String> rememberedUsers;

  /**
   * @param rememberedUsers the number of a user that has a name, or {@link UserId#NOBODY}; asked by
   *     any thread, takes no time
   */
  SampleBodyReader(MetricCatalogue catalogue, ToLongFunction<String> rememberedUsers) {
    this.catalogue = catalogue;
    this.rememberedUsers = rememberedUsers;
  }

  /**
   * @param body is closed
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
    boolean isLenient = format == SampleFormat.LINES && handling == Handling.LENIENT;
    SampleErrors errors = new SampleErrors(handling, admission);
    try (body;
        InputStream text = Utf8.textOf(body)) {
      RereadableBody lines = isLenient ? new RereadableBody(text) : null;
      try (JsonParser json = JSON.parser(lines == null ? text : lines, 1)) {
        SampleReader records =
            new SampleReader(
                json, catalogue, rememberedUsers, acceptedTimestamps, errors, admission);
        if (lines == null) {
          read(json, format, records);
        } else {
          new LenientLines(JSON, lines, records, errors).read(json);
        }
        return new ReadSamples(records.build(), records.count(), errors.tolerated());
      }
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
      throw JsonMistake.of(e, json).problem();
    }
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
              "The body goes on behind the array"
                  + JsonMistake.at(json.currentTokenLocation())
                  + "."));
    }
  }
}
