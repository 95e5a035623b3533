package dev.vitals.service.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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
      out.write(body, body.length / 2, body.length - body.length / 2);
      out.flush();

      assertThat(new String(inFlight.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 200 OK")
          .contains("\"count\":4");
    }
    assertThat(vitals.awaitExit(Duration.ofSeconds(60))).isEqualTo(143);
    assertThat(directory.resolve("data/pgdata/postmaster.pid")).doesNotExist();

    try (VitalsProcess again = VitalsProcess.serve(directory, Map.of())) {
      Example.assertAnswered(again);
    }
  }

  /** Until the server counts it as one that a handler works on. */
  private static void awaitInFlight(VitalsProcess vitals) throws Exception {
    long giveUp = System.nanoTime() + Duration.ofSeconds(20).toNanos();
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
    long giveUp = System.nanoTime() + Duration.ofSeconds(20).toNanos();
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
