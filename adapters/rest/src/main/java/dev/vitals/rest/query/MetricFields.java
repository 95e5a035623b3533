package dev.vitals.rest.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.summary.Summary;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The fields that tell a summary's figures: average, minimum and maximum of a gauge, the total of
 * what is added up. A figure is null where no sample carries it. For any number of threads.
 */
public final class MetricFields {
  private final List<Fields> byMetric;

  /** What one metric's figures are called. */
  private record Fields(
      boolean isGauge,
      SerializableString average,
      SerializableString min,
      SerializableString max,
      SerializableString total) {
    static Fields of(Metric metric) {
      return new Fields(
          metric.isGauge(),
          new SerializedString("average_" + metric.name()),
          new SerializedString("min_" + metric.name()),
          new SerializedString("max_" + metric.name()),
          new SerializedString("total_" + metric.name()));
    }

    List<String> names() {
      return isGauge
          ? List.of(average.getValue(), min.getValue(), max.getValue())
          : List.of(total.getValue());
    }
  }

  /** In the order in which they are told. */
  public static List<String> namesOf(Metric metric) {
    return Fields.of(metric).names();
  }

  MetricFields(MetricCatalogue catalogue) {
    byMetric = catalogue.metrics().stream().map(Fields::of).toList();
  }

  /**
   * Writes them into the object that the generator is in.
   *
   * @param summary of the catalogue that this was made for
   */
  void write(JsonGenerator json, Summary summary) throws IOException {
    for (int metric = 0; metric < byMetric.size(); metric++) {
      Fields fields = byMetric.get(metric);
      if (fields.isGauge()) {
        json.writeFieldName(fields.average());
        write(json, summary.average(metric));
        json.writeFieldName(fields.min());
        write(json, summary.min(metric));
        json.writeFieldName(fields.max());
        write(json, summary.max(metric));
      } else {
        json.writeFieldName(fields.total());
        write(json, summary.total(metric));
      }
    }
  }

  /** Of all figures, in the order in which they are told. */
  List<String> names() {
    return byMetric.stream().flatMap(fields -> fields.names().stream()).toList();
  }

  /** The figures as text, in that order; empty where there is none. */
  List<String> texts(Summary summary) {
    List<String> texts = new ArrayList<>();
    for (int metric = 0; metric < byMetric.size(); metric++) {
      if (byMetric.get(metric).isGauge()) {
        OptionalDouble average = summary.average(metric);
        texts.add(average.isPresent() ? Double.toString(average.getAsDouble()) : "");
        texts.add(text(summary.min(metric)));
        texts.add(text(summary.max(metric)));
      } else {
        texts.add(text(summary.total(metric)));
      }
    }
    return texts;
  }

  private static String text(Optional<BigDecimal> figure) {
    return figure.map(BigDecimal::toPlainString).orElse("");
  }

  private static void write(JsonGenerator json, OptionalDouble figure) throws IOException {
    if (figure.isPresent()) {
      json.writeNumber(figure.getAsDouble());
    } else {
      json.writeNull();
    }
  }

  private static void write(JsonGenerator json, Optional<BigDecimal> figure) throws IOException {
    if (figure.isPresent()) {
      json.writeNumber(figure.get());
    } else {
      json.writeNull();
    }
  }
}
