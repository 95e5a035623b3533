package dev.vitals.rest.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.rest.connection.RawClient;
import java.util.Arrays;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DispatchTest {
  private static final String SMALL = "Content-Length: 16384";

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final Where where = new Where();

  /** Answers whether the thread that reads from sockets does. */
  private static final class Where extends Handler.Abstract {
    private volatile boolean throwing;
    private volatile boolean handling = true;

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      if (throwing) {
        throw new IllegalStateException("a bug");
      }
      if (handling) {
        boolean isReading =
            Arrays.stream(Thread.currentThread().getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("onFillable"));
        Response.writeError(request, response, callback, isReading ? 201 : 202);
      }
      return handling;
    }
  }

  @BeforeEach
  void start() throws Exception {
    connector.setName("application");
    server.addConnector(connector);
    server.setHandler(where);
    server.insertHandler(new Dispatch());
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /metrics?user_id=1 | Accept: */* | 201",
        "POST /ingest | Content-Length: 0 | 201",
        "POST /ingest | Content-Length: 16384 | 201",
        "POST /ingest | Content-Length: 16385 | 202",
        "POST /ingest | Transfer-Encoding: chunked | 202",
        "POST /ingest | Content-Encoding: gzip | 202",
        "GET /docs | Accept: */* | 202",
        "GET /metrics/x | Accept: */* | 202",
      })
  void whatTakesMicrosecondsIsDoneByTheThreadThatReads(String line, String header, int status)
      throws Exception {
    assertThat(answer(line, header)).startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void onTheAdminPortAllIsHandedOver() throws Exception {
    stop();
    connector.setName("admin");
    server.start();

    assertThat(answer("GET /metrics", SMALL)).startsWith("HTTP/1.1 202 ");
  }

  @Test
  void whatIsHandedOverAndFailsOrIsNobodysIsAnsweredTheSame() throws Exception {
    where.handling = false;
    assertThat(answer("GET /docs", "Accept: */*")).startsWith("HTTP/1.1 404 ");
    where.throwing = true;
    assertThat(answer("GET /docs", "Accept: */*")).startsWith("HTTP/1.1 500 ");
  }

  private String answer(String line, String header) throws Exception {
    try (RawClient client = new RawClient(connector.getLocalPort())) {
      client.send(line + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + header + "\r\n\r\n");
      return client.statusLine();
    }
  }
}
