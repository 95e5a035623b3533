package dev.vitals.rest.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Packs, rather fast than small: samples are much alike. */
final class PackedStream extends GZIPOutputStream {
  private static final int BUFFER_BYTES = 8 << 10;

  PackedStream(OutputStream out) throws IOException {
    super(out, BUFFER_BYTES);
    def.setLevel(Deflater.BEST_SPEED);
  }

  /** Gives its memory back, which is not on the heap. Without a trailer: what is cut has no end. */
  void release() {
    def.end();
  }
}
