package dev.vitals.service.logging;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitals.embedded.EmbeddedPostgres;
import dev.vitals.service.process.VitalsProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the logs of a process and of its database tell, and what they never do. */
class LogsIT {
  /** Of one reading, and of whom it is. */
  private static final String USER = "987654321987";

  private static final String STEPS = "54321";
  private static final String CALORIES = "4321.987";
  private static final String MOMENT = "2026-01-02T03:04:05.678Z";
  private static final String TIME = "03:04:05.678";

  /** Text that only a client can have written. */
  private static final String TEXT = "c4n4ry";

  private static final String[] CANARIES = {USER, STEPS, CALORIES, "4321987", TIME, TEXT};

  /** Enough for a COPY. */
  private static final int MANY = 500;

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path directory;

  private final List<String> requestIds = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void noLogHoldsAReadingOrAUser(String format) throws Exception {
    String output;
    try (VitalsProcess vitals =
        VitalsProcess.serve(directory, Map.of("VITALS_LOG_FORMAT", format))) {
      sendGood(vitals);
      sendBad(vitals);
      sendNoHttp(vitals);
      failInTheDatabase(vitals);
      killTheDatabase();
      assertThat(vitals.ingest("[" + record() + "]").statusCode()).isIn(200, 503);
      // A line is written after the answer, and the last ones at the end.
      vitals.terminate();
      vitals.awaitExit(LIMIT);
      output = vitals.output();
    }

    assertThat(output).doesNotContain(CANARIES);
    assertThat(output).contains(requestIds).contains("request_answered");
    assertThat(output).as("faults are told").contains("ERROR").contains("health_metrics_canary");
    try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
      List<Path> logs = files.filter(file -> file.toString().endsWith(".log")).toList();
      assertThat(logs)
          .anySatisfy(log -> assertThat(log).hasFileName("postgres.log").isNotEmptyFile());
      assertThat(logs).allSatisfy(log -> assertThat(log).content().doesNotContain(CANARIES));
    }
    if (format.equals("json")) {
      assertEachLineIsAnEvent(output);
    }
  }

  private void assertEachLineIsAnEvent(String output) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : output.lines().toList()) {
      events.add(new ObjectMapper().readTree(line));
    }
    assertThat(events).allSatisfy(event -> assertThat(event.path("level").isTextual()).isTrue());
    assertThat(events)
        .anySatisfy(
            event -> {
              assertThat(event.path("route").textValue()).isEqualTo("/ingest");
              assertThat(event.path("status").intValue()).isEqualTo(500);
              assertThat(event.path("request_id").textValue()).isIn(requestIds);
            })
        .anySatisfy(
            event -> {
              assertThat(event.path("level").textValue()).isEqualTo("ERROR");
              assertThat(event.path("exception").isTextual()).isTrue();
              assertThat(event.path("request_id").textValue()).isIn(requestIds);
            });
  }

  private void sendGood(VitalsProcess vitals) throws Exception {
    expect(200, vitals.ingest("[" + record() + "]"));
    expect(200, vitals.ingest("[" + record() + "]", "Prefer", "handling=lenient"));
    expect(200, vitals.get(question()));
    // A copy, and one that meets a key which exists.
    expect(200, vitals.ingest("[" + many() + "]"));
    expect(200, vitals.ingest("[" + many() + "]"));
  }

  private void sendBad(VitalsProcess vitals) throws Exception {
    expect(422, vitals.ingest("[" + record().replace("\"steps\":", "\"steps\":-") + "]"));
    expect(422, vitals.ingest("[" + record().replace("heart_rate", TEXT) + "]"));
    expect(422, vitals.ingest("[" + record().replace("71", "\"" + TEXT + "\"") + "]"));
    expect(422, vitals.ingest("[" + record().replace(USER, USER + "00000000000") + "]"));
    expect(
        200,
        vitals.ingest(
            "[" + record() + "," + record().replace("71", "-71") + "]",
            "Prefer",
            "handling=lenient"));
    expect(400, vitals.ingest("[" + record() + ",{" + TEXT));
    expect(400, vitals.ingest("{\"" + TEXT + "\":" + STEPS + "}"));
    expect(415, vitals.ingest("[" + record() + "]", "Content-Encoding", TEXT));
    expect(400, vitals.ingest("[" + record() + "]", "Content-Encoding", "gzip"));
    expect(400, vitals.get(question().replace("user_id=", "user_id=" + TEXT)));
    expect(400, vitals.get(question() + TEXT));
    expect(400, vitals.get(question() + "&" + TEXT + "=" + STEPS));
    expect(404, vitals.get("/users/" + USER + "/" + TEXT));
    expect(405, vitals.get("/ingest?user_id=" + USER));
    // The admin port has no access log.
    assertThat(vitals.getAdmin("/" + TEXT + "?user_id=" + USER).statusCode()).isEqualTo(404);
  }

  /** What is refused before there is a request. */
  private static void sendNoHttp(VitalsProcess vitals) throws IOException {
    for (String bytes :
        List.of(
            "GET /metrics?user_id=" + USER + " HTTP/" + TEXT + "\r\n\r\n",
            TEXT + " " + USER + "\r\n\r\n",
            "CONNECT /metrics?user_id=" + USER + " HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /" + USER + "%zz HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /" + TEXT.repeat(5_000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
            "POST /ingest HTTP/1.1\r\nHost: a\r\nContent-Length: " + TEXT + "\r\n\r\n" + record(),
            // Cut within its body.
            "POST /ingest HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + "Content-Length: 5000\r\n\r\n["
                + record())) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), vitals.apiPort())) {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
        socket.shutdownOutput();
        socket.getInputStream().readAllBytes();
      }
    }
  }

  /** Which quotes the row it refuses, where it may. */
  private void failInTheDatabase(VitalsProcess vitals) throws Exception {
    execute(
        "alter table health_metrics add constraint health_metrics_canary check (steps <> "
            + STEPS
            + ") not valid");
    expect(500, vitals.ingest("[" + record().replace("71", "72") + "]"));
    expect(500, vitals.ingest("[" + many().replace("1" + USER, "2" + USER) + "]"));
    execute("alter table health_metrics drop constraint health_metrics_canary");
    execute("alter table health_metrics rename to health_metrics_away");
    expect(500, vitals.ingest("[" + record() + "]"));
    expect(500, vitals.get(question()));
    execute("alter table health_metrics_away rename to health_metrics");
  }

  /** Its log then tells of what was under way. */
  private void killTheDatabase() throws IOException {
    long postmaster =
        Long.parseLong(
            Files.readAllLines(directory.resolve("data/pgdata/postmaster.pid")).get(0).strip());
    ProcessHandle.of(postmaster).orElseThrow().destroyForcibly();
  }

  private void expect(int status, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    answer.headers().firstValue("X-Request-Id").ifPresent(requestIds::add);
  }

  private static String record() {
    return "{\"user_id\":%s,\"timestamp\":\"%s\",\"heart_rate\":71,\"steps\":%s,\"calories\":%s}"
        .formatted(USER, MOMENT, STEPS, CALORIES);
  }

  /** Of as many users. */
  private static String many() {
    return IntStream.range(0, MANY)
        .mapToObj(i -> record().replace(USER, "1" + USER + i))
        .collect(joining(","));
  }

  private static String question() {
    return "/metrics?user_id=%s&start=%s&end=%s"
        .formatted(USER, MOMENT, MOMENT.replace("2026", "2027"));
  }

  private void execute(String sql) throws SQLException {
    EmbeddedPostgres database = EmbeddedPostgres.startOrJoin(directory.resolve("data"));
    try (Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
