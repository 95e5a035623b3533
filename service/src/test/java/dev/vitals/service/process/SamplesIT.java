package dev.vitals.service.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service as shipped, whose samples are read by clients of all kinds. */
class SamplesIT {
  /** Far more than is on its way while nobody reads. */
  private static final int SAMPLES = 1_000_000;

  private static final String ALWAYS = "&start=2000-01-01&end=2100-01-01&zone=UTC";

  /** Read from samples, for of those that were put in past the service rollups know nothing. */
  private static final String THREE_HOURS =
      "/metrics?user_id=7&start=2025-01-01&end=2025-01-01T03:00&zone=UTC";

  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
  private static final int LINES_A_REQUEST = 10_000;

  @TempDir Path directory;

  private VitalsProcess vitals;
  private final List<Socket> clients = new ArrayList<>();

  @BeforeEach
  void serve() throws Exception {
    Path data = Files.createDirectory(directory.resolve("first"));
    vitals = VitalsProcess.serve(data, Map.of());
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket client : clients) {
      client.close();
    }
    vitals.close();
  }

  @Test
  void whatIsPostedToAnotherVitalsGivesTheSameAnswersThere() throws Exception {
    ingest("7", 60_000);
    ingest("\"ann \\\"a\\\", b\"", 20_000);

    try (VitalsProcess other =
        VitalsProcess.serve(Files.createDirectory(directory.resolve("second")), Map.of())) {
      for (String user : List.of("7", "ann%20%22a%22%2C%20b")) {
        List<String> lines = exported("user_id=" + user + ALWAYS);
        assertThat(lines).hasSizeGreaterThanOrEqualTo(20_000);
        for (int from = 0; from < lines.size(); from += LINES_A_REQUEST) {
          List<String> some = lines.subList(from, Math.min(lines.size(), from + LINES_A_REQUEST));
          assertThat(other.ingest("[" + String.join(",", some) + "]").statusCode()).isEqualTo(200);
        }
        for (String question :
            List.of(
                "/metrics/series?bucket=1d&zone=Europe/Berlin",
                "/metrics/series?bucket=1mo&zone=UTC",
                "/metrics?zone=Asia/Kathmandu")) {
          String asked = question + "&start=2025-01-01&end=2026-01-01&user_id=" + user;
          assertThat(other.get(asked).body()).isEqualTo(vitals.get(asked).body());
        }
        assertThat(exportedBy(other, "user_id=" + user + ALWAYS)).isEqualTo(lines);
      }
    }
  }

  @Test
  void clientsThatReadNothingHoldUpNobodyAndEndTheirStatementsWhenTheyGo() throws Exception {
    fill("7", SAMPLES);
    Socket one = stalled();
    stalled();
    await().until(() -> statements() == 2);

    assertThat(vitals.get("/samples?user_id=7" + ALWAYS).statusCode()).isEqualTo(503);
    for (int i = 0; i < 50; i++) {
      assertThat(vitals.get(THREE_HOURS).statusCode()).isEqualTo(200);
    }
    assertThat(vitals.scrape().value("vitals_exports_running")).isEqualTo(2);

    one.close();
    await().atMost(Duration.ofSeconds(10)).until(() -> statements() == 1);
    await()
        .untilAsserted(
            () -> {
              assertThat(count("cut")).isEqualTo(1);
              assertThat(count("refused")).isEqualTo(1);
              assertThat(vitals.scrape().value("vitals_exports_running")).isEqualTo(1);
            });
    assertThat(exported("user_id=7&start=2025-01-01&end=2025-01-02&zone=UTC")).hasSize(1_440);
    assertThat(count("complete")).isEqualTo(1);
    assertThat(vitals.scrape().value("vitals_export_bytes_total")).isPositive();
  }

  @Test
  void aDatabaseThatGoesAwayInMidStreamCutsTheAnswer() throws Exception {
    fill("7", SAMPLES);
    Socket client = stalled();
    await().until(() -> statements() == 1);

    query("select count(pg_terminate_backend(pid)) from pg_stat_activity where " + COPIES);

    String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertThat(answer).startsWith("HTTP/1.1 200 OK").contains("Transfer-Encoding: chunked");
    assertThat(answer).doesNotEndWith("0\r\n\r\n");
    await().until(() -> count("failed") == 1);
    assertThat(vitals.output()).contains("store_unavailable reason=AWAY").doesNotContain("user_id");
  }

  @Test
  void aStopDoesNotWaitForThoseWhoReadNothing() throws Exception {
    fill("7", SAMPLES);
    stalled();
    await().until(() -> statements() == 1);

    long begun = System.nanoTime();
    vitals.terminate();

    assertThat(vitals.awaitExit(VitalsProcess.STOP_LIMIT)).isEqualTo(143);
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .as("of which five are patience, and some the database's")
        .isLessThan(Duration.ofSeconds(20));
    assertThat(vitals.output()).doesNotContain("ERROR");
  }

  private static final String COPIES = "state <> 'idle' and query like 'copy (select%'";

  private long statements() throws SQLException {
    return query("select count(*) from pg_stat_activity where " + COPIES);
  }

  private double count(String outcome) throws Exception {
    return vitals
        .scrape()
        .value("vitals_export_duration_seconds_count{outcome=\"" + outcome + "\"}");
  }

  private List<String> exported(String query) throws Exception {
    return exportedBy(vitals, query);
  }

  private static List<String> exportedBy(VitalsProcess by, String query) throws Exception {
    HttpResponse<byte[]> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + by.apiPort() + "/samples?" + query))
                    .header("Accept", "application/x-ndjson")
                    .header("Accept-Encoding", "gzip")
                    .build(),
                BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    byte[] lines = new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
    return new String(lines, StandardCharsets.UTF_8).lines().toList();
  }

  private Socket stalled() throws IOException {
    Socket socket = new Socket();
    clients.add(socket);
    socket.setSoTimeout(60_000);
    // So small that an answer stays with the service.
    socket.setReceiveBufferSize(2_048);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), vitals.apiPort()));
    socket
        .getOutputStream()
        .write(
            ("GET /samples?user_id=7" + ALWAYS + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** A sample a minute, of all shapes. */
  private void ingest(String user, int samples) throws Exception {
    StringBuilder records = new StringBuilder("[");
    for (int minute = 0; minute < samples; minute++) {
      String moment =
          START.plusSeconds(60L * minute).plusNanos(1_000L * (minute % 1_001)).toString();
      records
          .append("{\"user_id\":" + user + ",\"timestamp\":\"" + moment + "\"")
          .append(minute % 3 == 0 ? "" : ",\"steps\":" + minute % 120)
          .append(minute % 7 == 1 ? "" : ",\"calories\":" + minute % 500 + "." + minute % 1_000)
          .append(",\"heart_rate\":" + (60 + minute % 70) + "." + minute % 10 + "}")
          .append(minute % LINES_A_REQUEST < LINES_A_REQUEST - 1 ? "," : "]");
      if (minute % LINES_A_REQUEST == LINES_A_REQUEST - 1) {
        assertThat(vitals.ingest(records.toString()).statusCode()).isEqualTo(200);
        records.setLength(1);
      }
    }
  }

  /** A sample a minute, past the service: for what no rollup is asked about. */
  private void fill(String user, int samples) throws SQLException {
    try (Connection connection = database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set vitals.protocol = 3");
      statement.execute(
          """
          insert into health_metrics (user_id, timestamp, heart_rate, steps, calories)
          select %s, timestamptz '2025-01-01 00:00:00+00' + n * interval '1 minute',
                 nullif(600 + n %% 700, 777), nullif(n %% 120, 7), n %% 5000
          from generate_series(0, %s) n
          """
              .formatted(user, samples - 1));
    }
  }

  private long query(String sql) throws SQLException {
    return database().query(sql);
  }

  private RunningDatabase database() {
    return new RunningDatabase(directory.resolve("first/data"));
  }
}
