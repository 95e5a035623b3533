package dev.vitals.service.crash;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/** A request whose connection ends before its body does. */
final class CutBody {
  private static final int SILENCE_LIMIT_MILLIS = 30_000;

  /** The answer to it is the service's word that it has begun to read the body. */
  private static final String HEAD =
      """
      POST /ingest HTTP/1.1\r
      Host: localhost\r
      Content-Type: application/json\r
      Expect: 100-continue\r
      Content-Length: %s\r
      \r
      """;

  private CutBody() {}

  /**
   * @param share how much of the body is sent: less than 1 is never all of it
   * @param reset as by a network that drops the connection, rather than a client that closes it
   */
  static void send(int port, Request request, double share, boolean reset) throws IOException {
    byte[] body = request.body().getBytes(US_ASCII);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(SILENCE_LIMIT_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write(HEAD.formatted(body.length).getBytes(US_ASCII));
      requireContinue(socket);
      out.write(body, 0, (int) (share * body.length));
      socket.setSoLinger(reset, 0);
    }
  }

  private static void requireContinue(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
    String line = in.readLine();
    if (!"HTTP/1.1 100 Continue".equals(line)) {
      throw new IOException("asked for a body that goes on, it says " + line);
    }
  }
}
