package dev.vitals.simulator.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.zip.GZIPOutputStream;

/** The requests that Vitals answers. */
public final class VitalsApi {
  private static final Duration TO_ANSWER = Duration.ofSeconds(60);

  private final URI base;
  private final boolean gzip;

  /**
   * @param base without a path, or with the one Vitals is behind
   */
  public VitalsApi(URI base, boolean gzip) {
    this.base = URI.create(base.toString().replaceAll("/+$", ""));
    this.gzip = gzip;
  }

  public HttpRequest ingest(String json) {
    HttpRequest.Builder request = to("/ingest").header("Content-Type", "application/json");
    if (gzip) {
      request.header("Content-Encoding", "gzip");
    }
    byte[] plain = json.getBytes(StandardCharsets.UTF_8);
    return request.POST(BodyPublishers.ofByteArray(gzip ? zipped(plain) : plain)).build();
  }

  public HttpRequest metrics(String userId, Instant start, Instant end) {
    return to("/metrics?user_id=" + userId + "&start=" + start + "&end=" + end).build();
  }

  /** By local days. */
  public HttpRequest days(String userId, Instant start, Instant end, ZoneId zone) {
    return to("/metrics/series?bucket=1d&user_id="
            + userId
            + "&start="
            + start
            + "&end="
            + end
            + "&zone="
            + zone)
        .build();
  }

  /** What it says of itself. */
  public HttpRequest description() {
    return to("/openapi.json").build();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(TO_ANSWER);
  }

  private static byte[] zipped(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 8);
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
