package dev.vitals.simulator.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.vitals.simulator.sync.Sync;
import dev.vitals.simulator.wearable.Reading;
import dev.vitals.simulator.wearable.Wearable;
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

  private final long seed;
  private final List<Sync> syncs = new ArrayList<>();
  private final ByteArrayOutputStream bytes;
  private final JsonGenerator json;
  private int records;
  private int lateRecords;
  private int repeatedRecords;

  BatchWriter(long seed, int size) throws IOException {
    this.seed = seed;
    this.bytes = new ByteArrayOutputStream(size * BYTES_A_RECORD);
    this.json = JSON.createGenerator(bytes);
    json.writeStartArray();
  }

  int records() {
    return records;
  }

  void add(Sync sync) {
    syncs.add(sync);
    Wearable.of(seed, sync.userId())
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
      json.writeNumberField("user_id", reading.userId());
      json.writeStringField("timestamp", Instant.ofEpochSecond(reading.epochSecond()).toString());
      if (reading.heartRate() != Reading.ABSENT) {
        json.writeNumberField("heart_rate", reading.heartRate());
      }
      if (reading.steps() != Reading.ABSENT) {
        json.writeNumberField("steps", reading.steps());
      }
      if (reading.caloriesMilli() != Reading.ABSENT) {
        json.writeNumberField("calories", BigDecimal.valueOf(reading.caloriesMilli(), 3));
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
