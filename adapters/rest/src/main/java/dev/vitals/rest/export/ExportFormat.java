package dev.vitals.rest.export;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.user.UserId;
import java.util.Arrays;
import java.util.List;

/** How samples are written; what POST /ingest takes, but for CSV. */
public enum ExportFormat {
  /** An array of them. */
  JSON("application/json", "[", "}", ",\n", "]\n"),
  /** One a line. */
  LINES("application/x-ndjson", "", "}\n", "", ""),
  /** A line with the columns' names, then one a sample (RFC 4180). */
  CSV("text/csv", "", "\r\n", "", "");

  private final String mediaType;
  private final String start;
  private final String tail;
  private final String between;
  private final String end;

  ExportFormat(String mediaType, String start, String tail, String between, String end) {
    this.mediaType = mediaType;
    this.start = start;
    this.tail = tail;
    this.between = between;
    this.end = end;
  }

  /** Of all, the usual one first. */
  public static List<String> mediaTypes() {
    return Arrays.stream(values()).map(ExportFormat::mediaType).toList();
  }

  public static ExportFormat of(String mediaType) {
    return Arrays.stream(values())
        .filter(format -> format.mediaType.equals(mediaType))
        .findFirst()
        .orElseThrow();
  }

  public String mediaType() {
    return mediaType;
  }

  /** Before the first. */
  String start(MetricCatalogue metrics) {
    return this == CSV
        ? metrics.metrics().stream()
            .map(Metric::name)
            .collect(joining(",", "user_id,timestamp,", "\r\n"))
        : start;
  }

  /** Between two. */
  String between() {
    return between;
  }

  /** Behind the last. */
  String end() {
    return end;
  }

  /** Of each, up to the timestamp. */
  String head(UserId user) {
    if (this == CSV) {
      return quotedIfNeeded(user.text()) + ",";
    }
    String id =
        user.isInteger()
            ? user.text()
            : '"'
                + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(user.text()))
                + '"';
    return "{\"user_id\":" + id + ",\"timestamp\":\"";
  }

  /** Between the timestamp and the metrics. */
  String afterTimestamp() {
    return this == CSV ? "" : "\"";
  }

  /** Before a metric's value. */
  String before(Metric metric) {
    return this == CSV ? "," : ",\"" + metric.name() + "\":";
  }

  /** Whether something stands before a value that is not there. */
  boolean keepsPlaces() {
    return this == CSV;
  }

  /** Behind each, but for what is between two. */
  String tail() {
    return tail;
  }

  /** A name has no line breaks. */
  private static String quotedIfNeeded(String text) {
    return text.contains("\"") || text.contains(",")
        ? '"' + text.replace("\"", "\"\"") + '"'
        : text;
  }
}
