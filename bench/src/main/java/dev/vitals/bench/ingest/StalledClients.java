package dev.vitals.bench.ingest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections whose clients stopped, held by no thread here either. */
final class StalledClients implements AutoCloseable {
  /** A window so small that an answer stays with the service. */
  private static final int RECEIVE_BYTES = 2_048;

  private static final String POST =
      "POST /ingest HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

  private final InetSocketAddress service;
  private final List<SocketChannel> channels = new ArrayList<>();

  StalledClients(int port) {
    service = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** They have sent one byte of a body. */
  void addBodies(int count) throws IOException {
    add(count, POST + "Content-Length: 1000\r\n\r\n[");
  }

  /**
   * They ask for the largest page, or get the longest list of errors, in turns, and do not read.
   */
  void addReaders(int count) throws IOException {
    String body = "[" + "{},".repeat(9_999) + "{}]";
    add(count / 2, "GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: localhost\r\n\r\n");
    add(
        count - count / 2,
        POST + "Prefer: handling=lenient\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
  }

  private void add(int count, String request) throws IOException {
    for (int i = 0; i < count; i++) {
      SocketChannel channel = SocketChannel.open();
      channels.add(channel);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BYTES);
      channel.connect(service);
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    }
  }

  /** How many the service has put an end to: there is an answer, or the connection is closed. */
  int ended() throws IOException {
    int ended = 0;
    ByteBuffer buffer = ByteBuffer.allocate(1);
    for (SocketChannel channel : channels) {
      channel.configureBlocking(false);
      buffer.clear();
      try {
        if (channel.read(buffer) != 0) {
          ended++;
        }
      } catch (IOException e) {
        ended++;
      }
    }
    return ended;
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
  }
}
