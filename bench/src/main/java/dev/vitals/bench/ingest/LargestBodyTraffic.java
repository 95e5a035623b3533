package dev.vitals.bench.ingest;

import dev.vitals.bench.load.Traffic;
import dev.vitals.bench.rig.HttpConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Bodies of exactly the limit, made while they are sent: 64 of them would not fit into memory. */
final class LargestBodyTraffic implements Traffic {
  private final Devices devices;
  private final Records block;
  private final int blocks;
  private final byte[] head;
  private final byte[] end;

  LargestBodyTraffic(Devices devices, int bodyBytes) {
    this.devices = devices;
    this.block = Records.behind(new byte[0], JsonForm.ofIntegers(), devices, Late.NONE, true);
    int blockLength = block.bytes().length;
    this.blocks = (bodyBytes - 2) / blockLength;
    this.head = HttpConnection.postHead("/ingest", bodyBytes);
    // In place of the last comma; blanks fill it up.
    int left = bodyBytes - 1 - blocks * blockLength + 1;
    this.end = (" ".repeat(left - 1) + "]").getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public int records() {
    return blocks * devices.records();
  }

  @Override
  public void write(long number, OutputStream out) throws IOException {
    out.write(head);
    out.write('[');
    for (int i = 0; i < blocks; i++) {
      block.become(number * blocks + i);
      byte[] bytes = block.bytes();
      out.write(bytes, 0, i < blocks - 1 ? bytes.length : bytes.length - 1);
    }
    out.write(end);
  }
}
