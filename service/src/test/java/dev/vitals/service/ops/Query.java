package dev.vitals.service.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A query of a file, or a series of a rule's test, as far as names go.
 *
 * @param metrics of Vitals, each with the labels it is selected by
 * @param labels that it groups by, or that texts beside it show
 */
record Query(Path file, Map<String, Set<String>> metrics, Set<String> labels) {
  /** In rules and panels, in tests of rules, and in variables of dashboards. */
  private static final List<String> FIELDS = List.of("expr", "series", "query");

  private static final Pattern STRING = Pattern.compile("\"(\\\\.|[^\"\\\\])*\"");
  private static final Pattern METRIC =
      Pattern.compile("\\b((?:vitals|jvm|process)[a-z0-9_]*[_:][a-z0-9_:]+)\\s*(?:\\{([^}]*)\\})?");
  private static final Pattern SELECTED = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");
  private static final Pattern GROUPED =
      Pattern.compile("\\b(?:by|on|without|ignoring)\\s*\\(([^)]*)\\)");
  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\(.*,\\s*(\\w+)\\)");
  private static final Pattern SHOWN = Pattern.compile("\\{\\{(\\w+)}}|\\$labels\\.(\\w+)");

  static List<Query> in(Path file, JsonNode tree) {
    List<Query> queries = new ArrayList<>();
    for (String field : FIELDS) {
      for (JsonNode parent : tree.findParents(field)) {
        JsonNode value = parent.get(field);
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
    String query = STRING.matcher(text).replaceAll("\"\"");
    Map<String, Set<String>> metrics = new TreeMap<>();
    METRIC
        .matcher(query)
        .results()
        .forEach(
            found ->
                metrics
                    .computeIfAbsent(found.group(1), name -> new TreeSet<>())
                    .addAll(selected(found.group(2))));
    Set<String> labels = new TreeSet<>();
    GROUPED
        .matcher(query)
        .results()
        .forEach(found -> labels.addAll(List.of(found.group(1).trim().split("\\s*,\\s*"))));
    LABEL_VALUES.matcher(query).results().forEach(found -> labels.add(found.group(1)));
    SHOWN
        .matcher(surroundings)
        .results()
        .forEach(found -> labels.add(found.group(1) == null ? found.group(2) : found.group(1)));
    return new Query(file, metrics, labels);
  }

  private static List<String> selected(String braces) {
    return braces == null
        ? List.of()
        : SELECTED.matcher(braces).results().map((MatchResult one) -> one.group(1)).toList();
  }
}
