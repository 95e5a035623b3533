package dev.vitals.bench.ingest;

import dev.vitals.bench.rig.HttpConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Requests that lie in memory as a whole, and go out in one piece. */
final class BatchTraffic implements Traffic {
  private final JsonRecords records;
  private final int count;

  private BatchTraffic(JsonRecords records, int count) {
    this.records = records;
    this.count = count;
  }

  static BatchTraffic of(Devices devices, Late late) {
    return of(devices, late, true);
  }

  /** Every record breaks a rule. */
  static BatchTraffic allWrong(Devices devices) {
    return of(devices, Late.NONE, false);
  }

  private static BatchTraffic of(Devices devices, Late late, boolean isValid) {
    int length = JsonRecords.behind(new byte[0], devices, late, isValid).bytes().length;
    // An opening bracket more, while the last comma becomes the closing one.
    byte[] head = HttpConnection.postHead("/ingest", length + 1);
    byte[] before = Arrays.copyOf(head, head.length + 1);
    before[head.length] = '[';
    JsonRecords records = JsonRecords.behind(before, devices, late, isValid);
    records.bytes()[records.bytes().length - 1] = ']';
    return new BatchTraffic(records, devices.records());
  }

  @Override
  public int records() {
    return count;
  }

  @Override
  public void write(long number, OutputStream out) throws IOException {
    records.become(number);
    out.write(records.bytes());
  }
}
