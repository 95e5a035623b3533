package dev.vitals.rest.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import dev.vitals.application.query.Series;
import dev.vitals.domain.summary.Summary;
import dev.vitals.rest.time.LocalMoment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A series as clients read it, and as spreadsheets do. */
record SeriesAnswer(SeriesParameters question, Series series, MetricFields fields)
    implements JsonSerializable {
  static final String CSV = "text/csv";

  @Override
  public void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
    json.writeStartObject();
    MetricsAnswer.writeUser(json, question.user());
    json.writeStringField("start", text(question.range().startMicros()));
    json.writeStringField("end", text(question.range().endMicros()));
    json.writeStringField("zone", question.zone().getId());
    json.writeStringField("bucket", question.bucket().text());
    json.writeArrayFieldStart("buckets");
    for (int bucket = 0; bucket < series.buckets().size(); bucket++) {
      Summary summary = series.summaries().get(bucket);
      if (isTold(summary)) {
        json.writeStartObject();
        json.writeStringField("start", text(series.buckets().start(bucket)));
        json.writeStringField("end", text(series.buckets().end(bucket)));
        json.writeNumberField("samples", summary.samples());
        fields.write(json, summary);
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** A line a bucket, below a line with the names of the columns (RFC 4180). */
  byte[] csv() {
    StringBuilder lines = new StringBuilder("start,end,samples");
    fields.names().forEach(name -> lines.append(',').append(name));
    lines.append("\r\n");
    for (int bucket = 0; bucket < series.buckets().size(); bucket++) {
      Summary summary = series.summaries().get(bucket);
      if (isTold(summary)) {
        lines
            .append(text(series.buckets().start(bucket)))
            .append(',')
            .append(text(series.buckets().end(bucket)))
            .append(',')
            .append(summary.samples());
        fields.texts(summary).forEach(figure -> lines.append(',').append(figure));
        lines.append("\r\n");
      }
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  private boolean isTold(Summary summary) {
    return question.isFilled() || !summary.isEmpty();
  }

  private String text(long epochMicros) {
    return LocalMoment.text(epochMicros, question.zone());
  }

  @Override
  public void serializeWithType(
      JsonGenerator json, SerializerProvider provider, TypeSerializer type) throws IOException {
    serialize(json, provider);
  }
}
