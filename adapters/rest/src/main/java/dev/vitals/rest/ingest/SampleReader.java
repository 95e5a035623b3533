package dev.vitals.rest.ingest;

import static dev.vitals.domain.sample.SampleBatch.ABSENT;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.vitals.application.ingest.Admission;
import dev.vitals.application.ingest.UnsureClockException;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.sample.NamedSamples;
import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.domain.user.UserId;
import dev.vitals.rest.problem.Shown;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.ToLongFunction;

/** Reads the records of one request, straight into columns: there is no object a record. */
final class SampleReader {
  // A bit a field: a metric's is that of its number.
  private static final long USER_ID = 1L << MetricCatalogue.MOST_METRICS;
  private static final long TIMESTAMP = USER_ID << 1;

  private JsonParser json;
  private final SampleFieldReader values;
  private final SampleErrors errors;
  private final Admission admission;
  private final MetricCatalogue catalogue;
  private final SampleBatchBuilder batch;
  private final RequestNames names;

  // The record being read, with the fields named in it and those named with a value.
  private int index;
  private long named;
  private long present;
  private long userId;
  private long timestampMicros;
  private final int[] readings;

  SampleReader(
      JsonParser json,
      MetricCatalogue catalogue,
      ToLongFunction<String> rememberedUsers,
      TimeRange acceptedTimestamps,
      SampleErrors errors,
      Admission admission) {
    this.json = json;
    this.catalogue = catalogue;
    this.batch = new SampleBatchBuilder(catalogue, 16);
    this.names = new RequestNames(rememberedUsers, admission);
    this.readings = new int[catalogue.size()];
    this.values = new SampleFieldReader(json, acceptedTimestamps, admission);
    this.errors = errors;
    this.admission = admission;
  }

  /** The records that follow come from another parser. */
  void goOnWith(JsonParser next) {
    json = next;
    values.goOnWith(next);
  }

  /** The next record cannot be read to its end. */
  void leaveOut(String message) {
    errors.add(index, null, message);
    admission.recordRead(false);
    index++;
  }

  /**
   * Those without a mistake.
   *
   * @throws UnsureClockException which they are cannot be told now
   */
  NamedSamples build() {
    admission.requireSureClock();
    return new NamedSamples(batch.build(), names.unknown());
  }

  /** With a mistake or without. */
  int count() {
    return index;
  }

  /** The parser stands on the record's first token, and afterwards on its last. */
  void readRecord() throws IOException {
    int errorsBefore = errors.count();
    if (json.currentToken() == JsonToken.START_OBJECT) {
      readFields();
      requirePresence();
    } else {
      json.skipChildren();
      errors.add(index, null, "must be an object");
    }
    boolean isGood = errors.count() == errorsBefore;
    admission.recordRead(isGood);
    if (isGood) {
      admission.oneMore();
      long user = userId == UserId.NOBODY ? names.userOf(values.userName()) : userId;
      batch.add(user, timestampMicros, readings);
    }
    index++;
  }

  private void readFields() throws IOException {
    named = 0;
    present = 0;
    Arrays.fill(readings, ABSENT);
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      readField(name);
    }
  }

  private void readField(String name) throws IOException {
    switch (name) {
      case "user_id" -> {
        if (hasValue(name, USER_ID)) {
          userId = valid(name, values.userId());
        }
      }
      case "timestamp" -> {
        if (hasValue(name, TIMESTAMP)) {
          timestampMicros = valid(name, values.timestamp());
        }
      }
      default -> readReading(name);
    }
  }

  private void readReading(String name) throws IOException {
    int metric = catalogue.numberOf(name);
    if (metric < 0) {
      json.skipChildren();
      errors.add(
          index,
          Shown.name(name),
          "is unknown; known are user_id, timestamp, " + catalogue.names("and"));
    } else if (hasValue(name, 1L << metric)) {
      readings[metric] = (int) valid(name, values.value(catalogue.metric(metric)));
    }
  }

  /** Null means absent. A field that is there twice has no value anybody could know. */
  private boolean hasValue(String name, long bit) throws IOException {
    if ((named & bit) != 0) {
      json.skipChildren();
      errors.add(index, name, "is given twice");
      return false;
    }
    named |= bit;
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return false;
    }
    present |= bit;
    return true;
  }

  private long valid(String name, long value) {
    if (value == SampleFieldReader.INVALID) {
      errors.add(index, name, values.brokenRule());
    }
    return value;
  }

  private void requirePresence() {
    if ((present & USER_ID) == 0) {
      errors.add(index, "user_id", "is required");
    }
    if ((present & TIMESTAMP) == 0) {
      errors.add(index, "timestamp", "is required");
    }
    if ((present & ~(USER_ID | TIMESTAMP)) == 0) {
      errors.add(index, null, "must carry at least one of " + catalogue.names("and"));
    }
  }
}
