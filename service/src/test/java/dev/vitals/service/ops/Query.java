package dev.vitals.service.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A query of a file, or a series of a rule's test, as far as names go.
 *
 * @param kept labels that aggregations leave to its result; empty if there is no aggregation
 * @param labels that it groups by, or that texts beside it show
 */
record Query(Path file, List<Selector> selectors, Set<String> kept, Set<String> labels) {
  /** In rules and panels, in tests of rules, and in variables of dashboards. */
  private static final List<String> FIELDS = List.of("expr", "series", "query");

  private static final Pattern STRING = Pattern.compile("\"(\\\\.|[^\"\\\\])*\"");
  private static final Pattern BRACES = Pattern.compile("\\{[^}]*}");
  private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
  private static final Pattern KEPT = Pattern.compile("\\bby\\s*\\(([^)]*)\\)");
  private static final Pattern GROUPED =
      Pattern.compile("\\b(?:by|on|without|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
  private static final Pattern LABEL_VALUES = Pattern.compile(",\\s*(\\w+)\\)$");
  private static final Pattern SHOWN = Pattern.compile("\\{\\{(\\w+)}}|\\$labels\\.(\\w+)");

  /** Whatever is neither a function nor a word of the language, so that no prefix is believed. */
  private static final Pattern METRIC =
      Pattern.compile(
          "(?<![\\w:.])(?!(?:and|or|unless|by|on|without|ignoring|bool|offset)\\b)"
              + "[a-zA-Z_:][\\w:]*+(?!\\s*\\()");

  static List<Query> in(Path file, JsonNode tree) {
    List<Query> queries = new ArrayList<>();
    for (String field : FIELDS) {
      for (JsonNode parent : tree.findParents(field)) {
        JsonNode value = parent.get(field);
        if (parent.path("type").asText().equals("datasource")) {
          continue; // asks Grafana, not Prometheus
        }
        // The query of a dashboard's variable is in an object of that name.
        queries.addAll(
            value.isTextual()
                ? List.of(of(file, value.textValue(), parent.toString()))
                : in(file, value));
      }
    }
    return queries;
  }

  private static Query of(Path file, String text, String surroundings) {
    String withoutStrings = blank(STRING, text);
    boolean isVariable = text.startsWith("label_values(");
    String names = blank(RANGE, blank(GROUPED, blank(BRACES, withoutStrings)));
    List<Selector> selectors =
        METRIC
            .matcher(isVariable ? blank(LABEL_VALUES, names) : names)
            .results()
            .map(name -> Selector.of(name.group(), braces(text, withoutStrings, name.end())))
            .toList();

    Set<String> kept = grouped(KEPT, withoutStrings);
    if (text.contains("histogram_quantile(")) {
      kept.remove("le");
    }
    Set<String> labels = grouped(GROUPED, withoutStrings);
    if (isVariable) {
      LABEL_VALUES.matcher(names).results().forEach(found -> labels.add(found.group(1)));
    }
    SHOWN
        .matcher(surroundings)
        .results()
        .forEach(found -> labels.add(found.group(1) == null ? found.group(2) : found.group(1)));
    return new Query(file, selectors, kept, labels);
  }

  /** With spaces in their place: what is left stays where it was. */
  private static String blank(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .replaceAll((MatchResult found) -> " ".repeat(found.group().length()));
  }

  /** Those that begin there, as the text has them. */
  private static String braces(String text, String withoutStrings, int start) {
    java.util.regex.Matcher braces =
        BRACES.matcher(withoutStrings).region(start, withoutStrings.length());
    return braces.lookingAt() ? text.substring(start, braces.end()) : "";
  }

  private static Set<String> grouped(Pattern by, String query) {
    return by.matcher(query)
        .results()
        .flatMap(found -> Stream.of(found.group(1).trim().split("\\s*,\\s*")))
        .collect(TreeSet::new, Set::add, Set::addAll);
  }
}
