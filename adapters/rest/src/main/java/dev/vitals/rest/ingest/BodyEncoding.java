package dev.vitals.rest.ingest;

import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.ProblemException;
import java.util.List;
import java.util.Locale;

/** How a body is encoded on its way. */
enum BodyEncoding {
  IDENTITY,
  GZIP;

  /**
   * @param contentEncodings the values of Content-Encoding
   * @throws ProblemException 415: another one, or one behind another; 400: several headers
   */
  static BodyEncoding of(List<String> contentEncodings) {
    if (contentEncodings.isEmpty()) {
      return IDENTITY;
    }
    if (contentEncodings.size() > 1) {
      throw new ProblemException(Problem.repeatedHeader("Content-Encoding"));
    }
    return switch (contentEncodings.get(0).strip().toLowerCase(Locale.ROOT)) {
      case "identity" -> IDENTITY;
      case "gzip", "x-gzip" -> GZIP;
      default ->
          throw new ProblemException(
              Problem.unsupportedEncoding("Content-Encoding must be gzip, or left out.", "gzip"));
    };
  }
}
