package dev.vitals.rest.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.vitals.rest.TestApi;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client gets to read that is answered before it has sent all. */
class StagedCloseTest {
  @RegisterExtension static final TestApi API = new TestApi();

  /** Less than is thrown away, and more than all buffers on the way hold together. */
  private static final int LENGTH = 390_000;

  private static final String JSON = "Content-Type: application/json\r\n";

  /** Of every route, by every hand that answers. */
  static Stream<Arguments> early() {
    return Stream.of(
        arguments("too large", "POST /ingest", JSON, 413),
        arguments("of a wrong type", "POST /ingest", "Content-Type: text/plain\r\n", 415),
        arguments("of a wrong encoding", "POST /ingest", JSON + "Content-Encoding: br\r\n", 415),
        arguments("by a wrong method", "PUT /ingest", JSON, 405),
        arguments("for a question", "POST /metrics", JSON, 405),
        arguments("for a page", "POST /docs", JSON, 405),
        arguments("for nothing", "POST /nothing", JSON, 404),
        arguments("with a bad path", "POST /a%zzb", JSON, 400),
        arguments("with a bad header", "POST /ingest", "No colon\r\n", 400),
        arguments("with a large header", "POST /ingest", "X: " + "x".repeat(10_000) + "\r\n", 431),
        arguments("with a long path", "POST /" + "x".repeat(10_000), "", 414));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("early")
  void everyEarlyAnswerReachesAClientThatSendsAllFirst(
      String what, String line, String headers, int status) throws Exception {
    for (String length : new String[] {"Content-Length: " + LENGTH, "Transfer-Encoding: chunked"}) {
      try (RawClient client = new RawClient(API.port())) {
        client.send(line + " HTTP/1.1\r\nHost: a\r\n" + headers + length + "\r\n\r\n");
        if (length.startsWith("T")) {
          client.send(Integer.toHexString(LENGTH) + "\r\n");
        }
        for (int sent = 0; sent < LENGTH; sent += 10_000) {
          client.send(new byte[10_000]);
        }

        String answer = client.readAll();

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        assertThat(answer).contains("Connection: close", "application/problem+json").endsWith("}");
      }
    }
  }

  /** As a phone does that is out of its tunnel a moment too late. */
  @Test
  void anAnswerToWhatCameTooLateReachesAClientThatGoesOnSending() throws Exception {
    try (RawClient client = new RawClient(API.port())) {
      client.send("POST /ingest HTTP/1.1\r\nHost: a\r\n" + JSON + "Content-Length: 90000\r\n\r\n");
      for (int i = 0; i < 150; i++) {
        client.send(new byte[500]);
        Thread.sleep(10);
      }

      String answer = client.readAll();

      assertThat(answer).startsWith("HTTP/1.1 408 ").contains("Connection: close").endsWith("}");
    }
  }

  @Test
  void whatIsThrownAwayIsLimited() throws Exception {
    try (RawClient client = new RawClient(API.port())) {
      client.send("POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999\r\n\r\n");

      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1_000; i++) {
                  client.send(new byte[100_000]);
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void theTimeForItIsLimitedToo() throws Exception {
    try (RawClient client = new RawClient(API.port())) {
      client.send("POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999\r\n\r\n");

      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 200; i++) {
                  client.send(new byte[1]);
                  Thread.sleep(50);
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aConnectionWhoseRestWasThereIsKept() throws Exception {
    try (RawClient client = new RawClient(API.port())) {
      String request = "POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n123456789";

      assertThat(client.send(request).statusLine()).isEqualTo("HTTP/1.1 404 Not Found");
      client.send(request.replace("Host: a", "Host: a\r\nConnection: close"));
      assertThat(client.readAll()).contains("HTTP/1.1 404 Not Found");
    }
  }

  /** HTTP would take it for the next request, and the client would hear of none stored. */
  @Test
  void aBodyWithoutALengthIsNotTakenForNone() throws Exception {
    String head = "POST /ingest HTTP/1.1\r\nHost: a\r\n" + JSON;
    String sample = "[{\"user_id\":1,\"timestamp\":\"2025-01-01T09:30:00Z\",\"steps\":5}]";
    try (RawClient client = new RawClient(API.port())) {
      client.send(head + "\r\n" + sample);
      for (int sent = 0; sent < LENGTH; sent += 10_000) {
        client.send(new byte[10_000]);
      }
      String answer = client.readAll();

      assertThat(answer).startsWith("HTTP/1.1 411 Length Required").contains("Connection: close");
      assertThat(answer.split("HTTP/1.1 ", -1)).as("one answer").hasSize(2);
    }
    try (RawClient client = new RawClient(API.port())) {
      client.send(head + "Content-Length: 0\r\n\r\n");

      assertThat(client.statusLine()).as("said openly").isEqualTo("HTTP/1.1 400 Bad Request");
    }
    assertThat(API.records.received()).isZero();
  }

  /** What frames a body is in no message of Jetty's that a limit could be set for. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("framings")
  void whatFramesABodyIsLimited(String what, String first, String again) throws Exception {
    try (RawClient client = new RawClient(API.port())) {
      client.send(
          "POST /ingest HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n" + JSON + "\r\n");
      client.send(first);
      for (int i = 0; i < 150; i++) {
        client.send(again.repeat(1_000 / again.length()));
      }

      assertThat(client.readAll()).startsWith("HTTP/1.1 400 Bad Request");
    }
    assertThat(API.records.received()).isZero();
  }

  static Stream<Arguments> framings() {
    return Stream.of(
        arguments("a chunk's extension", "1;", "a"),
        arguments("extensions of many chunks", "", "1;" + "a".repeat(100) + "\r\n \r\n"),
        arguments("a length", "", "0"),
        arguments("a trailer", "2\r\n[]\r\n0\r\nX: ", "a"),
        arguments("trailers", "2\r\n[]\r\n0\r\n", "X: a\r\n"));
  }
}
