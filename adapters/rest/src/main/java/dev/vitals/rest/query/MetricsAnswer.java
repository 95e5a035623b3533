package dev.vitals.rest.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.domain.user.UserId;
import java.io.IOException;

/** A summary as clients read it, with the user's id as it was asked. */
record MetricsAnswer(UserId user, TimeRange range, Summary summary, MetricFields fields)
    implements JsonSerializable {
  @Override
  public void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
    json.writeStartObject();
    if (user.isInteger()) {
      json.writeNumberField("user_id", user.number());
    } else {
      json.writeStringField("user_id", user.name());
    }
    json.writeStringField("start", range.start().toString());
    json.writeStringField("end", range.end().toString());
    json.writeNumberField("samples", summary.samples());
    fields.write(json, summary);
    json.writeEndObject();
  }

  @Override
  public void serializeWithType(
      JsonGenerator json, SerializerProvider provider, TypeSerializer type) throws IOException {
    serialize(json, provider);
  }
}
