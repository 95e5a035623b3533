package dev.vitals.rest.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import dev.vitals.domain.latest.LatestValue;
import dev.vitals.domain.latest.LatestValues;
import dev.vitals.domain.metric.Metric;
import dev.vitals.rest.time.LocalMoment;
import java.io.IOException;
import java.util.Optional;

/** The newest values as clients read them: null of a metric that no sample carries. */
record LatestAnswer(LatestParameters question, LatestValues latest) implements JsonSerializable {
  @Override
  public void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
    json.writeStartObject();
    MetricsAnswer.writeUser(json, question.user());
    json.writeObjectFieldStart("metrics");
    for (int number = 0; number < latest.catalogue().size(); number++) {
      write(json, latest.catalogue().metric(number), latest.values().get(number));
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void write(JsonGenerator json, Metric metric, Optional<LatestValue> newest)
      throws IOException {
    json.writeFieldName(metric.name());
    if (newest.isEmpty()) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    json.writeStringField(
        "timestamp", LocalMoment.text(newest.get().timestampMicros(), question.zone()));
    json.writeNumberField("value", metric.inUnits(newest.get().value()));
    json.writeEndObject();
  }

  @Override
  public void serializeWithType(
      JsonGenerator json, SerializerProvider provider, TypeSerializer type) throws IOException {
    serialize(json, provider);
  }
}
