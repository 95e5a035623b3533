package dev.vitals.rest.ingest;

import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.ProblemException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a body holds its samples, told by its Content-Type and by nothing else. Jersey takes a
 * request without a type, or with a wildcard, for anything. A browser asks before it sends JSON to
 * another site, but not before it sends what has no type.
 */
enum SampleFormat {
  /** One JSON array of them. */
  ARRAY("application/json"),
  /** One a line, as JSON. */
  LINES("application/x-ndjson");

  private static final Pattern OTHER_CHARSET =
      Pattern.compile(
          ".*;\\s*charset\\s*=(?!\\s*\"?utf-8\"?\\s*(;|$)).*", Pattern.CASE_INSENSITIVE);

  private final Pattern type;

  SampleFormat(String type) {
    this.type =
        Pattern.compile("\\s*" + Pattern.quote(type) + "\\s*(;.*)?", Pattern.CASE_INSENSITIVE);
  }

  /**
   * @throws ProblemException 415: neither, or not in UTF-8
   */
  static SampleFormat of(@Nullable String contentType) {
    if (contentType != null && !OTHER_CHARSET.matcher(contentType).matches()) {
      for (SampleFormat format : values()) {
        if (format.type.matcher(contentType).matches()) {
          return format;
        }
      }
    }
    throw new ProblemException(Problem.unsupportedType());
  }
}
