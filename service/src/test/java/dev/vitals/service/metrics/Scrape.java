package dev.vitals.service.metrics;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What Prometheus would read.
 *
 * @param series by name and labels, as the text has them: {@code name{label="value"}}
 */
public record Scrape(String text, Map<String, Double> series) {
  public static Scrape of(String text) {
    Map<String, Double> series = new TreeMap<>();
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              int space = line.lastIndexOf(' ');
              series.put(line.substring(0, space), Double.parseDouble(number(line, space)));
            });
    return new Scrape(text, series);
  }

  private static String number(String line, int space) {
    return line.substring(space + 1).replace("+Inf", "Infinity");
  }

  public static Scrape of(PrometheusRegistry registry) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      PrometheusTextFormatWriter.builder().build().write(out, registry.scrape());
      return of(out.toString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails if there is no such series. */
  public double value(String name) {
    return find(name).orElseThrow(() -> new AssertionError("no " + name + " in\n" + text));
  }

  public OptionalDouble find(String name) {
    Double value = series.get(name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Over all labels; 0 if there is no series of it. */
  public double sum(String name) {
    return series.entrySet().stream()
        .filter(one -> one.getKey().equals(name) || one.getKey().startsWith(name + "{"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  /** Names of series, without labels. */
  public Set<String> names() {
    return series.keySet().stream()
        .map(one -> one.replaceFirst("\\{.*", ""))
        .collect(Collectors.toSet());
  }
}
