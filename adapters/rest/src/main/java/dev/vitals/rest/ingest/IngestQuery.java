package dev.vitals.rest.ingest;

import dev.vitals.rest.problem.ParameterError;
import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.ProblemException;
import dev.vitals.rest.problem.Shown;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The query of {@code POST /ingest}, which has none: what is asked for in it would not happen. */
final class IngestQuery {
  private IngestQuery() {}

  /**
   * @param query as it was sent
   * @throws ProblemException 400, naming what it holds
   */
  static void requireNone(@Nullable String query) {
    if (query == null) {
      return;
    }
    List<ParameterError> errors =
        Arrays.stream(query.split("&"))
            .filter(parameter -> !parameter.isEmpty())
            .map(parameter -> Shown.name(name(parameter)))
            .distinct()
            .map(name -> new ParameterError(name, "is unknown; POST /ingest knows none"))
            .toList();
    if (!errors.isEmpty()) {
      throw new ProblemException(Problem.invalidParameters(errors, ""));
    }
  }

  private static String name(String parameter) {
    String encoded = parameter.split("=", 2)[0];
    try {
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return encoded;
    }
  }
}
