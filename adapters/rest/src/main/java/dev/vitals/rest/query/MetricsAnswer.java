package dev.vitals.rest.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.domain.user.UserId;
import dev.vitals.rest.time.LocalMoment;
import java.io.IOException;
import java.time.ZoneId;

/** A summary as clients read it, with the user's id as it was asked. */
record MetricsAnswer(
    UserId user, TimeRange range, ZoneId zone, Summary summary, MetricFields fields)
    implements JsonSerializable {
  @Override
  public void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
    json.writeStartObject();
    writeUser(json, user);
    json.writeStringField("start", LocalMoment.text(range.startMicros(), zone));
    json.writeStringField("end", LocalMoment.text(range.endMicros(), zone));
    json.writeNumberField("samples", summary.samples());
    fields.write(json, summary);
    json.writeEndObject();
  }

  /** As it was asked. */
  static void writeUser(JsonGenerator json, UserId user) throws IOException {
    json.writeFieldName("user_id");
    if (user.isInteger()) {
      json.writeNumber(user.number());
    } else {
      json.writeString(user.name());
    }
  }

  @Override
  public void serializeWithType(
      JsonGenerator json, SerializerProvider provider, TypeSerializer type) throws IOException {
    serialize(json, provider);
  }
}
