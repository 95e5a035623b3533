package dev.vitals.bench.ingest;

import java.nio.charset.StandardCharsets;

/**
 * Records one behind the other, all of one length: only users and moments are written anew for each
 * request, since whoever makes bodies here shares the cores with what is measured.
 */
final class Records {
  private final RecordForm form;
  private final Devices devices;
  private final Late late;
  private final byte[] bytes;
  private final int offset;
  private final int stride;
  private final byte[] moments;
  private long userWritten = -1;

  private Records(
      RecordForm form, Devices devices, Late late, byte[] bytes, int offset, int stride) {
    this.form = form;
    this.devices = devices;
    this.late = late;
    this.bytes = bytes;
    this.offset = offset;
    this.stride = stride;
    this.moments = new byte[devices.moments() * form.momentLength()];
  }

  /**
   * @param before what stands before the records in {@link #bytes}
   * @param isValid or every heart rate is out of its limits
   */
  static Records behind(
      byte[] before, RecordForm form, Devices devices, Late late, boolean isValid) {
    StringBuilder all = new StringBuilder(new String(before, StandardCharsets.ISO_8859_1));
    for (int row = 0; row < devices.records(); row++) {
      all.append(form.text(isValid ? 55 + row % 45 : -1, 10 + row % 90, 1_250 + row % 9 * 1_000));
    }
    byte[] bytes = all.toString().getBytes(StandardCharsets.ISO_8859_1);
    int stride = (bytes.length - before.length) / devices.records();
    return new Records(form, devices, late, bytes, before.length, stride);
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
      MomentText.digits(user, bytes, offset + row * stride + form.userAt(), RecordForm.USER_LENGTH);
    }
  }

  private void writeMoments(long first) {
    int length = form.momentLength();
    for (int i = 0; i < devices.moments(); i++) {
      form.writeMoment(first + i * Devices.STEP_MILLIS, moments, i * length);
    }
    int at = offset + form.momentAt();
    for (int user = 0; user < devices.users(); user++) {
      for (int i = 0; i < moments.length; i += length) {
        System.arraycopy(moments, i, bytes, at, length);
        at += stride;
      }
    }
  }

  private void writeLate(long request) {
    int count = devices.records() / Late.ONE_IN;
    for (int i = 0; i < count; i++) {
      int row = i * Late.ONE_IN + Late.ONE_IN / 2;
      form.writeMoment(
          late.millis(devices.firstMillis(0), request * count + i),
          bytes,
          offset + row * stride + form.momentAt());
    }
  }
}
