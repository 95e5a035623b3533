package dev.vitals.service.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitals.service.process.VitalsProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The proxies of docs/clients.md, configured as printed but for addresses and certificates, in
 * front of a Vitals.
 */
class ProxiesIT {
  private static final String WHAT = "a proxy as in docs/clients.md";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final int SAMPLES = 30_000;

  /** Without a setting of its own. */
  private static final int MOST_BYTES_OF_NGINX = 1 << 20;

  @TempDir static Path directory;

  private static VitalsProcess vitals;
  private static int port;

  @BeforeAll
  static void serve() throws Exception {
    vitals = VitalsProcess.serve(directory, Map.of());
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  @AfterAll
  static void stop() {
    vitals.close();
  }

  @Test
  void nginx() throws Exception {
    String nginx = Tool.require("nginx", WHAT);
    String site =
        printed("nginx")
            .replace("listen 443 ssl", "listen 127.0.0.1:" + port)
            .replaceAll("(?m)^ *ssl_certificate.*$", "");
    StringBuilder own = new StringBuilder();
    for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
      own.append("%s_temp_path %s;\n".formatted(kind, directory.resolve(kind)));
    }
    Path config =
        Files.writeString(
            directory.resolve("nginx.conf"),
            // One process, which stays this user.
            """
            daemon off;
            master_process off;
            error_log stderr;
            pid %s;
            events {}
            http { access_log off; %s%s }
            """
                .formatted(directory.resolve("nginx.pid"), own, site));
    assertServes(nginx, "-p", directory.toString(), "-c", config.toString());
  }

  @Test
  void caddy() throws Exception {
    String caddy = Tool.require("caddy", WHAT);
    Path config =
        Files.writeString(
            directory.resolve("Caddyfile"),
            "{\n\tadmin off\n\tauto_https off\n}\n"
                + printed("caddyfile").replace("vitals.example.org", "http://127.0.0.1:" + port));
    assertServes(caddy, "run", "--config", config.toString(), "--adapter", "caddyfile");
  }

  /** With the address of this test's Vitals in it. */
  private static String printed(String language) throws Exception {
    String printed = ClientsPage.read(ClientsPage.CLIENTS).only(language);
    assertThat(printed).contains("127.0.0.1:8080");
    return printed.replace("127.0.0.1:8080", "127.0.0.1:" + vitals.apiPort());
  }

  private static void assertServes(String... command) throws Exception {
    Path output = directory.resolve("proxy.log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    // Caddy keeps files of its own there.
    builder.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
    builder.environment().put("HOME", directory.toString());
    Process proxy = builder.start();
    try {
      await().atMost(LIMIT).until(() -> !proxy.isAlive() || listens());
      assertThat(proxy.isAlive()).as(Files.readString(output)).isTrue();

      var answer = ingest();
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).contains("\"count\":" + SAMPLES);
      assertThat(answer.headers().firstValue("X-Request-Id")).hasValue("of-a-client");
      var question =
          send(
              request(
                  "/metrics?user_id=1&start=2024-06-01T02:00:00%2B02:00&end=2024-06-02T00:00:00Z"));
      assertThat(question.body()).contains("\"samples\":" + SAMPLES);
    } finally {
      proxy.destroy();
      proxy.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }
  }

  private static boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static HttpResponse<String> ingest() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < SAMPLES; i++) {
      lines.append(
          "{\"user_id\":1,\"timestamp\":\"2024-06-01T%02d:%02d:%02dZ\",\"heart_rate\":60}\n"
              .formatted(i / 3600, i / 60 % 60, i % 60));
    }
    assertThat(lines.length()).isGreaterThan(MOST_BYTES_OF_NGINX);
    return send(
        request("/ingest")
            .header("Content-Type", "application/x-ndjson")
            .header("X-Request-Id", "of-a-client")
            .POST(BodyPublishers.ofString(lines.toString())));
  }

  private static HttpRequest.Builder request(String pathAndQuery) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + port + "/vitals" + pathAndQuery));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.timeout(LIMIT).build(), BodyHandlers.ofString());
  }
}
