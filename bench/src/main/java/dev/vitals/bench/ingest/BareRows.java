package dev.vitals.bench.ingest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Rows in the format of {@code COPY ... (FORMAT binary)}, laid out once: for each transaction only
 * users and moments are written anew, so that the client takes as little of the cores as can be.
 */
final class BareRows {
  private static final byte[] SIGNATURE =
      "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);

  /** Flags, and the length of an extension. */
  private static final int HEADER = SIGNATURE.length + 8;

  private static final int USER_AT = 2 + 4;
  private static final int MOMENT_AT = USER_AT + 8 + 4;
  private static final int ROW = MOMENT_AT + 8 + (4 + 2) + (4 + 4) + (4 + 4);

  /** 2000-01-01, from which PostgreSQL counts. */
  private static final long EPOCH_MILLIS = 946_684_800_000L;

  private final ByteBuffer buffer;
  private int rows;

  BareRows(int rows) {
    buffer = ByteBuffer.allocate(HEADER + rows * ROW + 2);
    buffer.put(SIGNATURE).putInt(0).putInt(0);
    for (int row = 0; row < rows; row++) {
      buffer.putShort((short) 5).putInt(8).putLong(0).putInt(8).putLong(0);
      buffer.putInt(2).putShort((short) (55 + row % 45));
      buffer.putInt(4).putInt(10 + row % 90).putInt(4).putInt(1_250 + row % 9 * 1_000);
    }
    buffer.putShort((short) -1);
  }

  byte[] bytes() {
    return buffer.array();
  }

  void clear() {
    rows = 0;
  }

  /** The records of a request, in their order. */
  void add(Devices devices, long request) {
    for (int user = 0; user < devices.users(); user++) {
      for (int moment = 0; moment < devices.moments(); moment++) {
        long millis = devices.firstMillis(request) + moment * Devices.STEP_MILLIS;
        int at = HEADER + rows * ROW;
        buffer.putLong(at + USER_AT, devices.firstUser(request) + user);
        buffer.putLong(at + MOMENT_AT, (millis - EPOCH_MILLIS) * 1_000);
        rows++;
      }
    }
  }
}
