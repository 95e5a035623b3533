package dev.vitals.simulator.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.vitals.simulator.sync.Sync;
import dev.vitals.simulator.wearable.Fleet;
import dev.vitals.simulator.wearable.Metric;
import dev.vitals.simulator.wearable.Reading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Fills one batch with what devices measured. */
final class BatchWriter {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int BYTES_A_RECORD = 110;

  private final Fleet fleet;
  private final List<Sync> syncs = new ArrayList<>();
  private final ByteArrayOutputStream bytes;
  private final JsonGenerator json;
  private int records;
  private int lateRecords;
  private int repeatedRecords;

  BatchWriter(Fleet fleet, int size) throws IOException {
    this.fleet = fleet;
    this.bytes = new ByteArrayOutputStream(size * BYTES_A_RECORD);
    this.json = JSON.createGenerator(bytes);
    json.writeStartArray();
  }

  int records() {
    return records;
  }

  void add(Sync sync) {
    syncs.add(sync);
    fleet
        .wearable(sync.userId())
        .readings(
            sync.from(),
            sync.to(),
            reading -> {
              write(reading);
              records++;
              if (sync.late()) {
                lateRecords++;
              }
              if (reading.epochSecond() < sync.freshFrom() * 60) {
                repeatedRecords++;
              }
            });
  }

  Batch build() throws IOException {
    json.writeEndArray();
    json.close();
    return new Batch(
        bytes.toString(StandardCharsets.US_ASCII),
        records,
        lateRecords,
        repeatedRecords,
        List.copyOf(syncs));
  }

  private void write(Reading reading) {
    try {
      json.writeStartObject();
      json.writeFieldName("user_id");
      if (fleet.isNamed()) {
        json.writeString(fleet.userId(reading.userId()));
      } else {
        json.writeNumber(reading.userId());
      }
      json.writeStringField("timestamp", Instant.ofEpochSecond(reading.epochSecond()).toString());
      for (int number = 0; number < fleet.metrics().size(); number++) {
        if (reading.value(number) != Reading.ABSENT) {
          write(fleet.metrics().get(number), reading.value(number));
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Metric metric, int value) throws IOException {
    json.writeFieldName(metric.name());
    if (value % metric.unit() == 0) {
      json.writeNumber(value / metric.unit());
    } else {
      json.writeNumber(BigDecimal.valueOf(value, metric.decimals()));
    }
  }
}
