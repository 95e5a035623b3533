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
import java.time.ZoneId;

/** A series as clients read it, and as spreadsheets do. */
record SeriesAnswer(SeriesParameters question, Series series, MetricFields fields)
    implements JsonSerializable {
  static final String CSV = "text/csv";

  @Override
  public void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
    json.writeStartObject();
    MetricsAnswer.writeUser(json, question.user());
    Moments moments = new Moments(question.zone());
    json.writeStringField("start", moments.text(question.range().startMicros()));
    json.writeStringField("end", moments.text(question.range().endMicros()));
    json.writeStringField("zone", question.zone().getId());
    json.writeStringField("bucket", question.bucket().text());
    json.writeArrayFieldStart("buckets");
    for (int bucket = 0; bucket < series.buckets().size(); bucket++) {
      Summary summary = series.summaries().get(bucket);
      if (isTold(summary)) {
        json.writeStartObject();
        json.writeStringField("start", moments.text(series.buckets().start(bucket)));
        json.writeStringField("end", moments.text(series.buckets().end(bucket)));
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
    Moments moments = new Moments(question.zone());
    for (int bucket = 0; bucket < series.buckets().size(); bucket++) {
      Summary summary = series.summaries().get(bucket);
      if (isTold(summary)) {
        lines
            .append(moments.text(series.buckets().start(bucket)))
            .append(',')
            .append(moments.text(series.buckets().end(bucket)))
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

  /** Most buckets start where the one before ended, which is text already. */
  private static final class Moments {
    private final ZoneId zone;
    private long last = Long.MIN_VALUE;
    private String text = "";

    Moments(ZoneId zone) {
      this.zone = zone;
    }

    String text(long epochMicros) {
      if (epochMicros != last) {
        last = epochMicros;
        text = LocalMoment.text(epochMicros, zone);
      }
      return text;
    }
  }

  @Override
  public void serializeWithType(
      JsonGenerator json, SerializerProvider provider, TypeSerializer type) throws IOException {
    serialize(json, provider);
  }
}
