package dev.vitals.bench.peers;

import dev.vitals.bench.rig.CpuMeter;
import dev.vitals.bench.rig.HttpConnection;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * VictoriaMetrics 1.79 with the defaults, but that it keeps more than a month. It is asked only,
 * and not compared in what it takes in: it acknowledges before anything is synced.
 */
public final class VictoriaMetrics implements AutoCloseable {
  private static final Pattern VALUE = Pattern.compile("\"value\":\\[[^,]*,\"(\\d+)\"\\]");

  private final PeerServer server;

  private VictoriaMetrics(PeerServer server) {
    this.server = server;
  }

  /**
   * Fetches the program if it is not there, so that its absence is known before anything is loaded.
   *
   * @throws dev.vitals.bench.rig.NotMeasurableException there is none for this machine
   */
  public static Path program() {
    return PeerPrograms.of("victoria-metrics", "victoria-metrics");
  }

  public static VictoriaMetrics start() throws Exception {
    Path program = program();
    Path directory = Files.createTempDirectory("vitals-bench-victoria");
    int port = PeerServer.freePort();
    return new VictoriaMetrics(
        PeerServer.start(
            List.of(
                program.toString(),
                "-httpListenAddr=127.0.0.1:" + port,
                "-storageDataPath=" + directory.resolve("data"),
                "-retentionPeriod=3y"),
            Map.of(),
            directory,
            port,
            "/health"));
  }

  public int port() {
    return server.port();
  }

  public CpuMeter meter() {
    return server.meter();
  }

  /** Where lines are posted, their moments in milliseconds. */
  public String writePath() {
    return "/write?precision=ms";
  }

  /**
   * @param metricsQl of a moment
   */
  public static String queryPath(String metricsQl, long epochMillis) {
    return "/api/v1/query?query="
        + URLEncoder.encode(metricsQl, StandardCharsets.UTF_8)
        + "&time="
        + epochMillis / 1_000
        + "."
        + Long.toString(1_000 + epochMillis % 1_000).substring(1);
  }

  /** What was written can be asked, and lies as it will lie. */
  public void settle() throws IOException {
    try (HttpConnection connection = new HttpConnection(port())) {
      connection.exchange(HttpConnection.get("/internal/force_flush"));
      connection.exchange(HttpConnection.get("/internal/force_merge"));
    }
  }

  /**
   * @param days before the moment
   */
  public long samples(int days, long epochMillis) throws IOException {
    String query = queryPath("sum(count_over_time(health_heart_rate[" + days + "d]))", epochMillis);
    try (HttpConnection connection = new HttpConnection(port())) {
      Matcher value = VALUE.matcher(connection.exchange(HttpConnection.get(query)));
      return value.find() ? Long.parseLong(value.group(1)) : 0;
    }
  }

  public void awaitIdle() throws InterruptedException {
    server.awaitIdle();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
