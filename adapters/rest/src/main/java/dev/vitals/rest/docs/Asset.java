package dev.vitals.rest.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A file, mostly of the class path, in memory once for all who read it: outside of the heap, or the
 * JDK copied all that is left of it there for each write.
 *
 * @param tag tells a client that has it that it has not changed
 */
record Asset(ByteBuffer content, String mediaType, String tag) {
  static Asset of(String path, String mediaType) {
    try (InputStream file = Asset.class.getResourceAsStream(path)) {
      if (file == null) {
        throw new IllegalStateException("not in the class path: " + path);
      }
      return of(file.readAllBytes(), mediaType);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Asset of(byte[] bytes, String mediaType) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    return new Asset(
        ByteBuffer.allocateDirect(bytes.length).put(bytes).flip().asReadOnlyBuffer(),
        mediaType,
        "\"%08x\"".formatted(checksum.getValue()));
  }

  void write(Request request, Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.ETAG, tag);
    // Kept, and asked for again each time: the next version may be another.
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
    if (request.getHeaders().getValuesList(HttpHeader.IF_NONE_MATCH).contains(tag)) {
      response.setStatus(304);
      callback.succeeded();
      return;
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, mediaType);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, content.remaining());
    response.write(true, content.duplicate(), callback);
  }
}
