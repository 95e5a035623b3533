package dev.vitals.rest.query;

import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.InvalidRangeException;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.domain.user.UserId;
import dev.vitals.rest.problem.ParameterError;
import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.ProblemException;
import dev.vitals.rest.problem.Shown;
import dev.vitals.rest.time.LocalMoment;
import dev.vitals.rest.time.Rfc3339;
import dev.vitals.rest.time.Rfc3339Mistake;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parameters of a question. What is wrong with them is kept, and told at once by {@link
 * #throwIfAny}; until then something stands in for it.
 */
public final class QueryReader {
  /** Where an offset belongs: behind the time. */
  private static final Pattern SPACE_FOR_PLUS = Pattern.compile(".*[0-9] [0-9]{2}:[0-9]{2}");

  /** For who asks for nothing: a Prometheus does at this path, unless it is told another. */
  private static final String FOR_PROMETHEUS =
      " What Prometheus scrapes is at /prometheus of the admin port.";

  private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();
  private static final ZoneId UTC = ZoneId.of("UTC");

  private final Fields query;
  private final List<ParameterError> errors = new ArrayList<>();

  private QueryReader(Fields query) {
    this.query = query;
  }

  /**
   * @param known names of its parameters
   * @throws ProblemException 400, the query is none
   */
  public static QueryReader of(Request request, List<String> known) {
    QueryReader reader = new QueryReader(decoded(request));
    for (String name : reader.query.getNames()) {
      if (!known.contains(name)) {
        reader.reject(Shown.name(name), "is unknown; known are " + listed(known));
      }
    }
    return reader;
  }

  private static String listed(List<String> names) {
    if (names.size() < 2) {
      return names.isEmpty() ? "none" : names.get(0);
    }
    return String.join(", ", names.subList(0, names.size() - 1))
        + " and "
        + names.get(names.size() - 1);
  }

  private static Fields decoded(Request request) {
    try {
      return Request.extractQueryParameters(request);
    } catch (BadMessageException e) {
      throw new ProblemException(Problem.malformedRequest());
    }
  }

  boolean has(String name) {
    return query.getNames().contains(name);
  }

  public UserId user() {
    String text = single("user_id");
    return text == null ? UserId.of(UserId.LEAST) : user(text);
  }

  /** One that stands in the path. */
  public UserId user(String text) {
    return UserId.parse(text)
        .orElseGet(
            () -> {
              reject("user_id", UserId.RULE);
              return UserId.of(UserId.LEAST);
            });
  }

  /** Of local times; UTC if it is not given. */
  public ZoneId zone() {
    String text = has("zone") ? single("zone") : null;
    if (text == null) {
      return UTC;
    }
    if (!ZONES.contains(text)) {
      reject("zone", "must be a time zone of the IANA's, such as Europe/Berlin");
      return UTC;
    }
    return ZoneId.of(text);
  }

  /**
   * @throws ProblemException 400 with all that is wrong
   */
  public TimeRange range(ZoneId zone) {
    long start = moment("start", zone);
    long end = moment("end", zone);
    throwIfAny();
    try {
      return new TimeRange(EpochMicros.toInstant(start), EpochMicros.toInstant(end));
    } catch (InvalidRangeException e) {
      reject("start", "must be before end");
      throw problem();
    }
  }

  /** Without an offset only where the zone is given. */
  private long moment(String name, ZoneId zone) {
    String text = single(name);
    if (text == null) {
      return Rfc3339.MALFORMED;
    }
    long micros = has("zone") ? LocalMoment.epochMicros(text, zone) : Rfc3339.epochMicros(text);
    if (micros == Rfc3339.MALFORMED) {
      // A + that is not escaped means a space in a query: 10:30:00 01:00.
      reject(
          name,
          SPACE_FOR_PLUS.matcher(text).matches()
              ? "has a space; write + as %2B in a query"
              : has("zone") ? LocalMoment.RULE : Rfc3339Mistake.of(text));
    }
    return micros;
  }

  /** Some of the catalogue's, in its order; all if none is chosen. */
  MetricCatalogue metrics(MetricCatalogue catalogue) {
    String text = has("metrics") ? single("metrics") : null;
    if (text == null) {
      return catalogue;
    }
    Set<String> chosen = new LinkedHashSet<>();
    for (String metric : text.split(",", -1)) {
      if (catalogue.numberOf(metric) < 0) {
        reject(
            "metrics",
            "has "
                + Shown.name(metric)
                + ", which is unknown; known are "
                + catalogue.names("and"));
        return catalogue;
      }
      if (!chosen.add(metric)) {
        reject("metrics", "has " + metric + " twice");
        return catalogue;
      }
    }
    return catalogue.only(chosen);
  }

  /** Null, and an error, if it is not there once. */
  @Nullable String single(String name) {
    List<String> values = query.getValuesOrEmpty(name);
    if (values.size() == 1 && !values.get(0).isEmpty()) {
      return values.get(0);
    }
    reject(name, values.size() > 1 ? "is given more than once" : "is required");
    return null;
  }

  void reject(String name, String rule) {
    errors.add(new ParameterError(name, rule));
  }

  /**
   * @throws ProblemException 400 with all that is wrong
   */
  public void throwIfAny() {
    if (!errors.isEmpty()) {
      throw problem();
    }
  }

  private ProblemException problem() {
    return new ProblemException(
        Problem.invalidParameters(errors, query.isEmpty() ? FOR_PROMETHEUS : ""));
  }
}
