package dev.vitals.service.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShutdownIT {
  @TempDir Path directory;

  @Test
  void aRequestInFlightIsAnsweredAfterSigtermAndNoNewOneIsTaken() throws Exception {
    byte[] body = Example.SAMPLES.getBytes(StandardCharsets.UTF_8);
    VitalsProcess vitals = VitalsProcess.serve(directory, Map.of());
    int port = vitals.apiPort();
    try (Socket inFlight = new Socket(InetAddress.getLoopbackAddress(), port)) {
      inFlight.setSoTimeout(30_000);
      OutputStream out = inFlight.getOutputStream();
      out.write(
          ("POST /ingest HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                  + "Content-Length: "
                  + body.length
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.write(body, 0, body.length / 2);
      out.flush();
      awaitInFlight(vitals);

      vitals.terminate();
      awaitRefusal(port);
      // As long as a phone may be silent when it changes networks.
      Thread.sleep(2_000);
      out.write(body, body.length / 2, body.length - body.length / 2);
      out.flush();

      assertThat(new String(inFlight.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 200 OK")
          .contains("\"count\":4");
    }
    assertThat(vitals.awaitExit(VitalsProcess.STOP_LIMIT)).isEqualTo(143);
    assertThat(directory.resolve("data/pgdata/postmaster.pid")).doesNotExist();

    try (VitalsProcess again = VitalsProcess.serve(directory, Map.of())) {
      Example.assertAnswered(again);
    }
  }

  @Test
  void aRequestThatWaitsForTheDatabaseIsAnsweredAfterSigterm() throws Exception {
    try (EmbeddedPostgres database = EmbeddedPostgres.start(directory.resolve("database"))) {
      VitalsProcess vitals =
          VitalsProcess.serve(
              directory,
              Map.of(
                  "DATABASE_URL", database.jdbcUrl(),
                  "DATABASE_USER", database.user(),
                  "DATABASE_PASSWORD", database.password()));
      ExecutorService executor = Executors.newSingleThreadExecutor();
      try (Connection other =
              DriverManager.getConnection(
                  database.jdbcUrl(), database.user(), database.password());
          Statement statement = other.createStatement()) {
        other.setAutoCommit(false);
        statement.execute("lock table health_metrics in access exclusive mode");
        Future<HttpResponse<String>> waiting =
            executor.submit(() -> vitals.ingest(Example.SAMPLES));
        awaitInFlight(vitals);

        int port = vitals.apiPort();
        vitals.terminate();
        awaitRefusal(port);
        Thread.sleep(6_000);
        other.rollback();

        assertThat(waiting.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      } finally {
        executor.shutdownNow();
        vitals.close();
      }
    }
  }

  /** Until the server counts it as one that a handler works on. */
  private static void awaitInFlight(VitalsProcess vitals) throws Exception {
    long giveUp = System.nanoTime() + VitalsProcess.STOP_LIMIT.toNanos();
    while (!vitals
        .getAdmin("/metrics")
        .body()
        .matches(
            "(?s).*\"[^\"]*MutableServletContextHandler.active-requests\":\\{\"count\":1\\}.*")) {
      assertThat(System.nanoTime()).as(vitals.getAdmin("/metrics").body()).isLessThan(giveUp);
      Thread.sleep(50);
    }
  }

  private static void awaitRefusal(int port) throws Exception {
    long giveUp = System.nanoTime() + VitalsProcess.STOP_LIMIT.toNanos();
    while (System.nanoTime() < giveUp) {
      try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(probe.isConnected()).isTrue();
      } catch (ConnectException e) {
        return;
      } catch (IOException e) {
        // Reset while closing: look again.
      }
      Thread.sleep(50);
    }
    throw new AssertionError("still takes connections");
  }
}
