package dev.vitals.service.ops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitals.service.metrics.Scrape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The metrics that there are, scraped or recorded by a rule, and the labels of each. */
final class KnownMetrics {
  /** What Prometheus adds to every series. */
  private static final Set<String> OF_THE_TARGET = Set.of("job", "instance");

  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

  private final Map<String, Set<String>> labels = new TreeMap<>();

  KnownMetrics(Scrape scrape) {
    for (String series : scrape.series().keySet()) {
      Set<String> own = add(series.replaceFirst("\\{.*", ""));
      LABEL.matcher(series).results().forEach(label -> own.add(label.group(1)));
    }
  }

  /** With all labels it may have. In the order of the file: a rule uses what one above records. */
  void addRecorded(Path file, JsonNode rule) {
    Set<String> own = add(rule.get("record").textValue());
    for (Query query : Query.in(file, rule)) {
      query.metrics().keySet().forEach(name -> own.addAll(labels.getOrDefault(name, Set.of())));
    }
  }

  private Set<String> add(String name) {
    return labels.computeIfAbsent(name, one -> new TreeSet<>(OF_THE_TARGET));
  }

  /** A line for each name that is not known, with the file it is in. */
  List<String> complaints(Query query) {
    List<String> complaints = new ArrayList<>();
    Set<String> all = new TreeSet<>();
    query
        .metrics()
        .forEach(
            (name, selectedBy) -> {
              Set<String> own = labels.get(name);
              if (own == null) {
                complaints.add(query.file() + ": there is no metric " + name);
                return;
              }
              all.addAll(own);
              selectedBy.stream()
                  .filter(label -> !own.contains(label))
                  .forEach(
                      label ->
                          complaints.add(query.file() + ": " + name + " has no label " + label));
            });
    if (complaints.isEmpty() && !query.metrics().isEmpty()) {
      query.labels().stream()
          .filter(label -> !all.contains(label))
          .forEach(
              label ->
                  complaints.add(
                      query.file()
                          + ": none of "
                          + query.metrics().keySet()
                          + " has the label "
                          + label));
    }
    return complaints;
  }
}
