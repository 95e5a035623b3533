package dev.vitals.bench.ingest;

import dev.vitals.bench.load.Traffic;
import dev.vitals.bench.rig.HttpConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Requests that lie in memory as a whole, and go out in one piece. */
final class BatchTraffic implements Traffic {
  private final Records records;
  private final int count;

  private BatchTraffic(Records records, int count) {
    this.records = records;
    this.count = count;
  }

  static BatchTraffic of(Devices devices, Late late) {
    return of(JsonForm.ofIntegers(), devices, late, true);
  }

  /** Whose users have names of 36 characters. */
  static BatchTraffic ofNames(Devices devices) {
    return of(JsonForm.ofNames(), devices, Late.NONE, true);
  }

  /** Every record breaks a rule. */
  static BatchTraffic allWrong(Devices devices) {
    return of(JsonForm.ofIntegers(), devices, Late.NONE, false);
  }

  /**
   * In the line protocol, to a server that knows it.
   *
   * @param path that takes moments in milliseconds
   */
  static BatchTraffic ofLines(String path, Devices devices) {
    RecordForm lines = new LineForm();
    byte[] head = HttpConnection.postHead(path, length(lines, devices, true));
    return new BatchTraffic(
        Records.behind(head, lines, devices, Late.NONE, true), devices.records());
  }

  private static BatchTraffic of(RecordForm json, Devices devices, Late late, boolean isValid) {
    int length = length(json, devices, isValid);
    // An opening bracket more, while the last comma becomes the closing one.
    byte[] head = HttpConnection.postHead("/ingest", length + 1);
    byte[] before = Arrays.copyOf(head, head.length + 1);
    before[head.length] = '[';
    Records records = Records.behind(before, json, devices, late, isValid);
    records.bytes()[records.bytes().length - 1] = ']';
    return new BatchTraffic(records, devices.records());
  }

  private static int length(RecordForm form, Devices devices, boolean isValid) {
    return Records.behind(new byte[0], form, devices, Late.NONE, isValid).bytes().length;
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
