package dev.vitals.rest.query;

import static java.util.Objects.requireNonNull;

import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.InvalidRangeException;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.domain.user.UserId;
import dev.vitals.rest.problem.ParameterError;
import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.ProblemException;
import dev.vitals.rest.problem.Shown;
import dev.vitals.rest.time.Rfc3339;
import dev.vitals.rest.time.Rfc3339Mistake;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** The question in a query string. Everything that is wrong with it is told at once. */
record MetricsParameters(UserId user, TimeRange range, MetricCatalogue metrics) {

  /**
   * @param catalogue whose metrics can be asked for
   * @throws ProblemException 400 with all that is wrong
   */
  static MetricsParameters of(Request request, MetricCatalogue catalogue) {
    return new Reader(decoded(request), catalogue).read();
  }

  private static Fields decoded(Request request) {
    try {
      return Request.extractQueryParameters(request);
    } catch (BadMessageException e) {
      throw new ProblemException(Problem.malformedRequest());
    }
  }

  private static final class Reader {
    private static final Set<String> KNOWN = Set.of("user_id", "start", "end", "metrics");

    /** Where an offset belongs: behind the time. */
    private static final Pattern SPACE_FOR_PLUS = Pattern.compile(".*[0-9] [0-9]{2}:[0-9]{2}");

    /** For who asks for nothing: a Prometheus does at this path, unless it is told another. */
    private static final String FOR_PROMETHEUS =
        " What Prometheus scrapes is at /prometheus of the admin port.";

    private final Fields query;
    private final MetricCatalogue catalogue;
    private final List<ParameterError> errors = new ArrayList<>();

    Reader(Fields query, MetricCatalogue catalogue) {
      this.query = query;
      this.catalogue = catalogue;
    }

    MetricsParameters read() {
      UserId user = user("user_id");
      long start = moment("start");
      long end = moment("end");
      MetricCatalogue metrics =
          query.getNames().contains("metrics") ? metrics("metrics") : catalogue;
      for (String name : query.getNames()) {
        if (!KNOWN.contains(name)) {
          reject(Shown.name(name), "is unknown; known are user_id, start, end and metrics");
        }
      }
      throwIfAny();
      try {
        return new MetricsParameters(
            requireNonNull(user),
            new TimeRange(EpochMicros.toInstant(start), EpochMicros.toInstant(end)),
            metrics);
      } catch (InvalidRangeException e) {
        reject("start", "must be before end");
        throw problem();
      }
    }

    private @Nullable UserId user(String name) {
      String text = single(name);
      if (text == null) {
        return null;
      }
      if (UserId.integerIn(text) == UserId.NOBODY && !UserId.isName(text)) {
        reject(name, UserId.RULE);
        return null;
      }
      return UserId.of(text);
    }

    private long moment(String name) {
      String text = single(name);
      if (text == null) {
        return Rfc3339.MALFORMED;
      }
      long micros = Rfc3339.epochMicros(text);
      if (micros == Rfc3339.MALFORMED) {
        // A + that is not escaped means a space in a query: 10:30:00 01:00.
        reject(
            name,
            SPACE_FOR_PLUS.matcher(text).matches()
                ? "has a space; write + as %2B in a query"
                : Rfc3339Mistake.of(text));
      }
      return micros;
    }

    /** Some of the catalogue's, in its order. */
    private MetricCatalogue metrics(String name) {
      String text = single(name);
      if (text == null) {
        return catalogue;
      }
      Set<String> chosen = new LinkedHashSet<>();
      for (String metric : text.split(",", -1)) {
        if (catalogue.numberOf(metric) < 0) {
          reject(
              name,
              "has "
                  + Shown.name(metric)
                  + ", which is unknown; known are "
                  + catalogue.names("and"));
          return catalogue;
        }
        if (!chosen.add(metric)) {
          reject(name, "has " + metric + " twice");
          return catalogue;
        }
      }
      return catalogue.only(chosen);
    }

    private @Nullable String single(String name) {
      List<String> values = query.getValuesOrEmpty(name);
      if (values.size() == 1 && !values.get(0).isEmpty()) {
        return values.get(0);
      }
      reject(name, values.size() > 1 ? "is given more than once" : "is required");
      return null;
    }

    private void reject(String name, String rule) {
      errors.add(new ParameterError(name, rule));
    }

    private void throwIfAny() {
      if (!errors.isEmpty()) {
        throw problem();
      }
    }

    private ProblemException problem() {
      return new ProblemException(
          Problem.invalidParameters(errors, query.isEmpty() ? FOR_PROMETHEUS : ""));
    }
  }
}
