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
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

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
    tell(summary, (name, figure) -> write(json, name, figure));
  }

  private static void write(JsonGenerator json, SerializableString name, @Nullable Number figure)
      throws IOException {
    json.writeFieldName(name);
    if (figure == null) {
      json.writeNull();
    } else if (figure instanceof BigDecimal exact) {
      json.writeNumber(exact);
    } else {
      json.writeNumber(figure.doubleValue());
    }
  }

  /** Of all figures, in the order in which they are told. */
  List<String> names() {
    return byMetric.stream().flatMap(fields -> fields.names().stream()).toList();
  }

  /** The figures as text, in that order; empty where there is none. */
  List<String> texts(Summary summary) {
    List<String> texts = new ArrayList<>();
    tell(summary, (name, figure) -> texts.add(text(figure)));
    return texts;
  }

  private static String text(@Nullable Number figure) {
    if (figure == null) {
      return "";
    }
    return figure instanceof BigDecimal exact ? exact.toPlainString() : figure.toString();
  }

  /** Who is told the figures, one after the other. */
  private interface Told<X extends Exception> {
    /**
     * @param figure an average as a double, others as they are; null if no sample carried one
     */
    void figure(SerializableString name, @Nullable Number figure) throws X;
  }

  private <X extends Exception> void tell(Summary summary, Told<X> told) throws X {
    for (int metric = 0; metric < byMetric.size(); metric++) {
      Fields fields = byMetric.get(metric);
      if (fields.isGauge()) {
        OptionalDouble average = summary.average(metric);
        told.figure(fields.average(), average.isPresent() ? average.getAsDouble() : null);
        told.figure(fields.min(), summary.min(metric).orElse(null));
        told.figure(fields.max(), summary.max(metric).orElse(null));
      } else {
        told.figure(fields.total(), summary.total(metric).orElse(null));
      }
    }
  }
}
