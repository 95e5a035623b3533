package dev.vitals.bench.rig;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * One kept connection, one request at a time: as little as will do, since it shares the cores with
 * what it measures.
 */
public final class HttpConnection implements AutoCloseable {
  private final Socket socket;
  private final AnswerReader answers;

  public HttpConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(120_000);
    answers = new AnswerReader(socket.getInputStream());
  }

  /** Writes a request, headers and all. */
  public interface Outgoing {
    void writeTo(OutputStream out) throws IOException;
  }

  public static byte[] get(String pathAndQuery) {
    return ("GET " + pathAndQuery + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  public static byte[] post(String path, String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    byte[] head = postHead(path, body.length);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return request;
  }

  /** What comes before a body of JSON. */
  public static byte[] postHead(String path, int bodyBytes) {
    return ("POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: "
            + bodyBytes
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * @return the body
   * @throws IllegalStateException the answer is not 200
   */
  public String exchange(byte[] request) throws IOException {
    Answer answer = answer(out -> out.write(request));
    if (answer.status() != 200) {
      throw new IllegalStateException(answer.toString());
    }
    return answer.body();
  }

  /**
   * @throws IOException the connection broke before there was an answer
   */
  public Answer answer(Outgoing request) throws IOException {
    try {
      request.writeTo(socket.getOutputStream());
    } catch (IOException broken) {
      // A server that has read enough of a request answers and closes.
      try {
        return answers.read();
      } catch (IOException e) {
        broken.addSuppressed(e);
        throw broken;
      }
    }
    return answers.read();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
