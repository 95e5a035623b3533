package dev.vitals.service.logging;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitals.service.process.RunningDatabase;
import dev.vitals.service.process.VitalsProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
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
    expect(200, vitals.ingest("[" + named("") + "," + named(" 2") + "]"));
    expect(200, vitals.get(question().replace("user_id=" + USER, "user_id=" + TEXT)));
    for (String path : new String[] {"/metrics/series?bucket=1d&", "/samples?"}) {
      expect(200, vitals.get(question().replace("/metrics?", path)));
    }
    expect(200, vitals.get("/latest?user_id=" + TEXT));
    expect(200, vitals.delete("/users/" + TEXT + "%202"));
    expect(200, vitals.delete(question().replace("/metrics?", "/samples?")));
    expect(200, vitals.ingest("[" + record() + "]"));
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
    expect(404, vitals.get(question().replace("user_id=", "user_id=" + TEXT)));
    expect(400, vitals.get(question().replace("user_id=", "user_id=" + TEXT + "%0a")));
    expect(422, vitals.ingest("[" + named("\\n") + "]"));
    expect(400, vitals.get(question() + TEXT));
    expect(400, vitals.get(question() + "&" + TEXT + "=" + STEPS));
    expect(404, vitals.get("/persons/" + USER + "/" + TEXT));
    expect(405, vitals.get("/users/" + USER + "/" + TEXT));
    expect(404, vitals.delete("/users/" + USER + "/" + TEXT));
    expect(400, vitals.delete("/users/" + USER + "?" + TEXT + "=" + STEPS));
    expect(400, vitals.get("/latest?user_id=" + USER + "&zone=" + TEXT));
    expect(405, vitals.get("/ingest?user_id=" + USER));
    expect(422, vitals.ingest("[" + record().replace(TIME, TEXT) + "]"));
    expect(422, vitals.ingest("[" + record().replace("steps", TEXT + "\\ud83d") + "]"));
    expect(400, vitals.ingest(TEXT, "Content-Type", TEXT));
    // The admin port has no access log.
    assertThat(vitals.getAdmin("/" + TEXT + "?user_id=" + USER).statusCode()).isEqualTo(404);
  }

  /** What is refused before there is a request, or is a request that few are like. */
  private static void sendNoHttp(VitalsProcess vitals) throws IOException {
    String host = "Host: a\r\n";
    String post = "POST /ingest HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
    String form =
        "POST /metrics?user_id=%s&%s=1 HTTP/1.1\r\nHost: a\r\n".formatted(USER, TEXT)
            + "Content-Type: application/x-www-form-urlencoded\r\n";
    List<String> heads =
        List.of(
            "GET /metrics?user_id=" + USER + " HTTP/" + TEXT + "\r\n",
            "GET /metrics?user_id=" + USER + " HTTP/9.9\r\n" + host,
            TEXT + " " + USER + "\r\n",
            TEXT + " /" + USER + " HTTP/1.1\r\n" + host,
            "TRACE /" + USER + "?" + TEXT + " HTTP/1.1\r\n" + host,
            "CONNECT /metrics?user_id=" + USER + " HTTP/1.1\r\n" + host,
            "CONNECT " + TEXT + ":" + USER + " HTTP/1.1\r\n" + host,
            "OPTIONS /metrics/" + USER + "?" + TEXT + " HTTP/1.1\r\n" + host,
            "GET /" + USER + "%zz HTTP/1.1\r\n" + host,
            "GET /metrics?user_id=%zz" + USER + "&%ff=" + TEXT + " HTTP/1.1\r\n" + host,
            "GET /%2e%2e/" + USER + "/..;" + TEXT + "/%00%2f HTTP/1.1\r\n" + host,
            "GET /\u0001" + USER + " HTTP/1.1\r\n" + host,
            "GET http://" + TEXT + ":" + USER + "@a:b/" + TEXT + " HTTP/1.1\r\n" + host,
            "GET /" + TEXT.repeat(5_000) + " HTTP/1.1\r\n" + host,
            "GET /" + TEXT.repeat(1_200) + " HTTP/1.1\r\n" + host,
            "GET / HTTP/1.1\r\nHost: " + TEXT + "\r\nHost: " + USER + "\r\n",
            "GET / HTTP/1.1\r\nHost: [" + TEXT + "\r\n",
            "GET / HTTP/1.1\r\nHost: a:" + TEXT + "\r\n",
            "GET / HTTP/1.1\r\n" + host + TEXT + "(: " + USER + "\r\n",
            "GET / HTTP/1.1\r\n" + host + TEXT + " : " + USER + "\r\n",
            "GET / HTTP/1.1\r\n" + host + TEXT + "\r\n",
            "GET / HTTP/1.1\r\n" + host + "a: b\r\n " + TEXT + "\r\n",
            "GET / HTTP/1.1\r\n" + host + "a: \u0000" + TEXT + "\r\n",
            "GET / HTTP/1.1\r\n" + host + "a: " + TEXT.repeat(5_000) + "\r\n",
            "GET / HTTP/1.1\r\n" + host + "Cookie: " + TEXT + "=\"\u00e9" + USER + ";;=,$\r\n",
            "GET /docs HTTP/1.1\r\n" + host + "Accept: " + TEXT + "/;q=" + USER + "\r\n",
            "GET /docs HTTP/1.1\r\n" + host + "If-Modified-Since: " + TEXT + "\r\n",
            "GET /docs HTTP/1.1\r\n" + host + "Accept-Language: " + TEXT + ";;=\r\n",
            "GET / HTTP/1.1\r\n" + host + "Upgrade: " + TEXT + "\r\nConnection: upgrade\r\n",
            "GET / HTTP/1.1\r\n" + host + "Expect: " + TEXT + "\r\n",
            "GET / HTTP/1.1\r\n" + host + "X-Forwarded-For: " + TEXT + ":" + USER + "\r\n",
            post + "Content-Length: " + TEXT + "\r\n",
            post + "Content-Length: 1\r\nContent-Length: " + USER + "\r\n",
            post + "Transfer-Encoding: " + TEXT + "\r\n",
            post + "Transfer-Encoding: chunked\r\n",
            // Cut within its body.
            post + "Content-Length: 5000\r\n",
            form + "Content-Length: 400\r\n",
            form + "Content-Length: 14\r\n",
            form + "Transfer-Encoding: chunked\r\n",
            "PRI * HTTP/2.0\r\n",
            // The beginning of TLS.
            "\u0016\u0003\u0001\u0002\u0000\u0001" + TEXT);
    // Read as a body, a chunk or a request.
    List<String> tails = List.of("[" + record(), TEXT + "=%zz" + USER, "5;" + TEXT + "\r\n" + TEXT);
    for (int port : new int[] {vitals.apiPort(), vitals.adminPort()}) {
      for (String head : heads) {
        for (String tail : tails) {
          send(port, head + "\r\n" + tail);
        }
      }
    }
  }

  private static void send(int port, String bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) LIMIT.toMillis());
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    } catch (SocketException e) {
      // Refused before all of it was read.
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
    execute(
        "alter table health_metrics_users add constraint health_metrics_users_canary check (name not"
            + " like '%bad')");
    expect(500, vitals.ingest("[" + named(" bad") + "]"));
    execute("alter table health_metrics_users drop constraint health_metrics_users_canary");
    execute("alter table health_metrics_users rename to health_metrics_users_away");
    expect(500, vitals.ingest("[" + named(" new") + "]"));
    expect(500, vitals.get(question().replace("user_id=" + USER, "user_id=" + TEXT + "new")));
    execute("alter table health_metrics_users_away rename to health_metrics_users");
    execute("alter table health_metrics drop constraint health_metrics_canary");
    execute("alter table health_metrics rename to health_metrics_away");
    expect(500, vitals.ingest("[" + record() + "]"));
    expect(500, vitals.get(question()));
    expect(500, vitals.get("/latest?user_id=" + TEXT));
    expect(500, vitals.get(question().replace("/metrics?", "/samples?")));
    expect(500, vitals.delete("/users/" + TEXT));
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

  /** Of a user that has a name. */
  private static String named(String end) {
    return record().replace(USER, '"' + TEXT + end + '"');
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
    new RunningDatabase(directory.resolve("data")).execute(sql);
  }
}
