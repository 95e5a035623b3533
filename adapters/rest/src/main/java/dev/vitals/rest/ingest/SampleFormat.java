package dev.vitals.rest.ingest;

import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a body holds its samples, told by its Content-Type and by nothing else. Jersey takes a
 * request without a type, or with a wildcard, for anything. A browser asks before it sends JSON to
 * another site, but not before it sends what has no type.
 *
 * <p>The type's parameters have no effect, charset included: JSON has none (RFC 8259, section 11),
 * and clients write it in many ways. Nothing is misread for that: {@link Utf8} refuses what is no
 * UTF-8, and all that a sample may hold is written alike in every encoding that contains ASCII.
 */
enum SampleFormat {
  /** One JSON array of them. */
  ARRAY,
  /** One a line, as JSON. */
  LINES;

  /** None of the names for lines is registered. */
  private static final Map<String, SampleFormat> BY_TYPE =
      Map.of(
          "application/json", ARRAY,
          "application/x-ndjson", LINES,
          "application/ndjson", LINES,
          "application/jsonl", LINES);

  private static final String ACCEPTED = "application/json, application/x-ndjson";

  /**
   * @param contentTypes the values of Content-Type
   * @throws ProblemException 415: neither; 400: several
   */
  static SampleFormat of(List<String> contentTypes) {
    if (contentTypes.size() > 1) {
      throw new ProblemException(Problem.repeatedHeader("Content-Type"));
    }
    for (String contentType : contentTypes) {
      String type = HeaderText.split(contentType, ';').get(0).toLowerCase(Locale.ROOT);
      SampleFormat format = BY_TYPE.get(type);
      if (format != null && HeaderText.split(contentType, ',').size() == 1) {
        return format;
      }
    }
    throw new ProblemException(
        Problem.unsupportedType(
            "Content-Type must be application/json or application/x-ndjson, in UTF-8.", ACCEPTED));
  }
}
