package dev.vitals.bench.ingest;

import java.nio.charset.StandardCharsets;

/**
 * Records as JSON, each followed by a comma, all of one length: only users and moments are written
 * anew for each request, since whoever makes bodies here shares the cores with what is measured.
 */
final class JsonRecords {
  private static final String BEFORE_USER = "{\"user_id\":";
  private static final int USER_LENGTH = 7;
  private static final String BEFORE_MOMENT = ",\"timestamp\":\"";
  private static final int USER_AT = BEFORE_USER.length();
  private static final int MOMENT_AT = USER_AT + USER_LENGTH + BEFORE_MOMENT.length();

  private final Devices devices;
  private final Late late;
  private final byte[] bytes;
  private final int offset;
  private final int stride;
  private final byte[] moments;
  private final MomentText text = new MomentText();
  private long userWritten = -1;

  private JsonRecords(Devices devices, Late late, byte[] bytes, int offset, int stride) {
    this.devices = devices;
    this.late = late;
    this.bytes = bytes;
    this.offset = offset;
    this.stride = stride;
    this.moments = new byte[devices.moments() * MomentText.LENGTH];
  }

  /**
   * @param before what stands before the records in {@link #bytes}
   * @param isValid or every heart rate is out of its limits
   */
  static JsonRecords behind(byte[] before, Devices devices, Late late, boolean isValid) {
    StringBuilder all = new StringBuilder(new String(before, StandardCharsets.ISO_8859_1));
    for (int row = 0; row < devices.records(); row++) {
      all.append(BEFORE_USER).append("0".repeat(USER_LENGTH));
      all.append(BEFORE_MOMENT).append("0".repeat(MomentText.LENGTH));
      all.append("\",\"heart_rate\":").append(isValid ? 55 + row % 45 : -1);
      all.append(",\"steps\":").append(10 + row % 90);
      all.append(",\"calories\":").append(1 + row % 9).append(".25},");
    }
    byte[] bytes = all.toString().getBytes(StandardCharsets.ISO_8859_1);
    int stride = (bytes.length - before.length) / devices.records();
    return new JsonRecords(devices, late, bytes, before.length, stride);
  }

  /** What was before the records, and the records. Not a copy. */
  byte[] bytes() {
    return bytes;
  }

  int recordLength() {
    return stride;
  }

  /** Makes them those of the request of this number. */
  void become(long request) {
    writeUsers(devices.firstUser(request));
    writeMoments(devices.firstMillis(request));
    if (late.isAny()) {
      writeLate(request);
    }
  }

  private void writeUsers(long first) {
    if (first == userWritten) {
      return;
    }
    userWritten = first;
    for (int row = 0; row < devices.records(); row++) {
      long user = first + row / devices.moments();
      MomentText.digits(user, bytes, offset + row * stride + USER_AT, USER_LENGTH);
    }
  }

  private void writeMoments(long first) {
    for (int i = 0; i < devices.moments(); i++) {
      text.write(first + i * Devices.STEP_MILLIS, moments, i * MomentText.LENGTH);
    }
    int at = offset + MOMENT_AT;
    for (int user = 0; user < devices.users(); user++) {
      for (int i = 0; i < moments.length; i += MomentText.LENGTH) {
        System.arraycopy(moments, i, bytes, at, MomentText.LENGTH);
        at += stride;
      }
    }
  }

  private void writeLate(long request) {
    int count = devices.records() / Late.ONE_IN;
    for (int i = 0; i < count; i++) {
      int row = i * Late.ONE_IN + Late.ONE_IN / 2;
      text.write(
          late.millis(devices.firstMillis(0), request * count + i),
          bytes,
          offset + row * stride + MOMENT_AT);
    }
  }
}
