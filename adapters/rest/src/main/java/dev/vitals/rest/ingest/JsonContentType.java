package dev.vitals.rest.ingest;

import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.ProblemException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets only JSON in UTF-8 through, by the header's text. Jersey takes a request without a type, or
 * with a wildcard, for anything. A browser asks before it sends JSON to another site, but not
 * before it sends what has no type.
 */
final class JsonContentType {
  private static final Pattern JSON =
      Pattern.compile("\\s*application/json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern OTHER_CHARSET =
      Pattern.compile(
          ".*;\\s*charset\\s*=(?!\\s*\"?utf-8\"?\\s*(;|$)).*", Pattern.CASE_INSENSITIVE);

  private JsonContentType() {}

  /**
   * @throws ProblemException 415
   */
  static void require(@Nullable String type) {
    if (type == null || !JSON.matcher(type).matches() || OTHER_CHARSET.matcher(type).matches()) {
      throw new ProblemException(Problem.unsupportedType());
    }
  }
}
