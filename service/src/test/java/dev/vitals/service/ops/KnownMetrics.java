package dev.vitals.service.ops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitals.service.metrics.Scrape;
import dev.vitals.service.ops.Selector.Matcher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The metrics that there are, scraped or recorded by a rule, their labels, and their values. */
final class KnownMetrics {
  /** What Prometheus adds to every series. */
  private static final Set<String> OF_THE_TARGET = Set.of("job", "instance");

  /** What Prometheus has of itself. */
  private static final Set<String> OF_PROMETHEUS = Set.of("up", "ALERTS");

  /** Read from /proc. */
  private static final String LINUX_ONLY = "process_resident_memory_bytes";

  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  private record Metric(Set<String> labels, Set<Map<String, String>> series) {}

  private final Map<String, Metric> metrics = new TreeMap<>();

  KnownMetrics(Scrape scrape) {
    for (String text : scrape.series().keySet()) {
      Map<String, String> series = new TreeMap<>();
      LABEL.matcher(text).results().forEach(one -> series.put(one.group(1), one.group(2)));
      Metric metric = add(text.replaceFirst("\\{.*", ""), OF_THE_TARGET);
      metric.labels().addAll(series.keySet());
      metric.series().add(series);
    }
    if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
      add(LINUX_ONLY, OF_THE_TARGET).series().add(Map.of());
    }
  }

  /** In the order of the file: a rule uses what one above records. */
  void addRecorded(Path file, JsonNode rule) {
    for (Query query : Query.in(file, rule)) {
      Metric recorded = add(rule.get("record").textValue(), query.kept());
      for (Selector selector : query.selectors()) {
        Metric source = metrics.getOrDefault(selector.metric(), new Metric(Set.of(), Set.of()));
        if (query.kept().isEmpty()) {
          recorded.labels().addAll(source.labels());
        }
        for (Map<String, String> series : source.series()) {
          if (selects(selector, series)) {
            Map<String, String> left = new TreeMap<>(series);
            left.keySet().retainAll(recorded.labels());
            recorded.series().add(left);
          }
        }
      }
    }
  }

  private Metric add(String name, Set<String> labels) {
    return metrics.computeIfAbsent(name, one -> new Metric(new TreeSet<>(labels), new HashSet<>()));
  }

  /** A line for each name, label and value that is not known, with the file it is in. */
  List<String> complaints(Query query) {
    List<String> complaints = new ArrayList<>();
    Set<String> all = new TreeSet<>();
    for (Selector selector : query.selectors()) {
      if (OF_PROMETHEUS.contains(selector.metric())) {
        all.addAll(query.labels());
        continue;
      }
      Metric metric = metrics.get(selector.metric());
      if (metric == null) {
        complaints.add("there is no metric " + selector.metric());
        continue;
      }
      all.addAll(metric.labels());
      complaints.addAll(complaints(query.file(), selector, metric));
    }
    if (complaints.isEmpty() && !query.selectors().isEmpty()) {
      query.labels().stream()
          .filter(label -> !all.contains(label))
          .forEach(label -> complaints.add("no label " + label + " in " + query.selectors()));
    }
    return complaints.stream().map(complaint -> query.file() + ": " + complaint).toList();
  }

  private static List<String> complaints(Path file, Selector selector, Metric metric) {
    List<String> complaints = new ArrayList<>();
    for (Matcher matcher : selector.matchers()) {
      if (!metric.labels().contains(matcher.label())) {
        complaints.add(selector.metric() + " has no label " + matcher.label());
      } else if (matcher.label().equals("job") && !matcher.value().equals(OpsFiles.JOB)) {
        complaints.add(selector + " is not about the job " + OpsFiles.JOB);
      } else if (matcher.isNegative() && metric.series().stream().noneMatch(matcher::names)) {
        complaints.add(selector + " leaves out by " + matcher + " what is not there");
      }
    }
    // A test may be about a collector that this JVM does not use.
    boolean isOfAnotherJvm =
        file.startsWith(OpsFiles.RULE_TESTS) && selector.metric().startsWith("jvm_");
    if (complaints.isEmpty()
        && !isOfAnotherJvm
        && metric.series().stream().noneMatch(series -> selects(selector, series))) {
      complaints.add(selector + " selects nothing");
    }
    return complaints;
  }

  private static boolean selects(Selector selector, Map<String, String> series) {
    return selector.matchers().stream()
        .filter(matcher -> !OF_THE_TARGET.contains(matcher.label()))
        .allMatch(matcher -> matcher.names(series) != matcher.isNegative());
  }
}
