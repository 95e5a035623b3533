package dev.vitals.bench.peers;

import dev.vitals.bench.rig.Answer;
import dev.vitals.bench.rig.CpuMeter;
import dev.vitals.bench.rig.HttpConnection;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * InfluxDB 1.6, durable as it is by default: a write is in its log and synced ({@code
 * wal-fsync-delay 0s}) before it is acknowledged. Reports to its makers are off. So is its log of
 * requests, which is in its favour: the service's stays on. What else it logs goes to a file.
 */
public final class InfluxDb implements AutoCloseable {
  private static final String DATABASE = "bench";
  private static final Pattern COUNT = Pattern.compile("\"values\":\\[\\[\\d+,(\\d+)\\]\\]");

  private final PeerServer server;

  private InfluxDb(PeerServer server) {
    this.server = server;
  }

  /**
   * Fetches the program if it is not there, so that its absence is known before anything is loaded.
   *
   * @throws dev.vitals.bench.rig.NotMeasurableException there is none for this machine
   */
  public static Path program() {
    return PeerPrograms.of("influxdb", "influxd");
  }

  public static InfluxDb start() throws Exception {
    return start(Map.of());
  }

  /**
   * One that lays out what is no longer written to within seconds instead of hours. It is quicker
   * to read afterwards.
   */
  public static InfluxDb startSettlingSoon() throws Exception {
    return start(
        Map.of(
            "INFLUXDB_DATA_CACHE_SNAPSHOT_WRITE_COLD_DURATION", "5s",
            "INFLUXDB_DATA_COMPACT_FULL_WRITE_COLD_DURATION", "5s"));
  }

  private static InfluxDb start(Map<String, String> settings) throws Exception {
    Path program = program();
    Path directory = Files.createTempDirectory("vitals-bench-influxdb");
    int port = PeerServer.freePort();
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("INFLUXDB_REPORTING_DISABLED", "true");
    environment.put("INFLUXDB_BIND_ADDRESS", "127.0.0.1:0");
    environment.put("INFLUXDB_HTTP_BIND_ADDRESS", "127.0.0.1:" + port);
    environment.put("INFLUXDB_HTTP_LOG_ENABLED", "false");
    environment.put("INFLUXDB_MONITOR_STORE_ENABLED", "false");
    environment.put("INFLUXDB_META_DIR", directory.resolve("meta").toString());
    environment.put("INFLUXDB_DATA_DIR", directory.resolve("data").toString());
    environment.put("INFLUXDB_DATA_WAL_DIR", directory.resolve("wal").toString());
    environment.put("INFLUXDB_DATA_WAL_FSYNC_DELAY", "0s");
    InfluxDb started =
        new InfluxDb(
            PeerServer.start(List.of(program.toString()), environment, directory, port, "/ping"));
    started.empty();
    return started;
  }

  public int port() {
    return server.port();
  }

  public CpuMeter meter() {
    return server.meter();
  }

  /** Where lines are posted, their moments in milliseconds. */
  public String writePath() {
    return "/write?db=" + DATABASE + "&precision=ms";
  }

  /** Moments come back in milliseconds. */
  public static String queryPath(String influxQl) {
    return "/query?db="
        + DATABASE
        + "&epoch=ms&q="
        + URLEncoder.encode(influxQl, StandardCharsets.UTF_8);
  }

  /** As if it had just been started. */
  public void empty() throws IOException {
    change("drop database " + DATABASE);
    change("create database " + DATABASE);
  }

  private void change(String influxQl) throws IOException {
    try (HttpConnection connection = new HttpConnection(port())) {
      String said = connection.exchange(HttpConnection.post(queryPath(influxQl), ""));
      if (said.contains("\"error\"")) {
        throw new IllegalStateException(said);
      }
    }
  }

  public long samples() throws IOException {
    String query = queryPath("select count(heart_rate) from health");
    try (HttpConnection connection = new HttpConnection(port())) {
      Answer answer = connection.answer(out -> out.write(HttpConnection.get(query)));
      Matcher count = COUNT.matcher(answer.body());
      if (answer.status() != 200 || answer.body().contains("\"error\"")) {
        throw new IllegalStateException(answer.toString());
      }
      return count.find() ? Long.parseLong(count.group(1)) : 0;
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
