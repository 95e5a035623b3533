package dev.vitals.rest.ingest;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;

/**
 * Whether a client whose request has been read is still there. Jetty does not look while a request
 * is being answered. Asked of the operating system without reading: what a client sends ahead of
 * its next request is not ours to take. For any number of threads.
 */
final class ClientConnection {
  private final EndPoint endPoint;

  private ClientConnection(EndPoint endPoint) {
    this.endPoint = endPoint;
  }

  static ClientConnection of(Request request) {
    return new ClientConnection(request.getConnectionMetaData().getConnection().getEndPoint());
  }

  /**
   * True once it has closed its side. False also of a connection that cannot tell, as under TLS.
   */
  boolean isGone() {
    if (!endPoint.isOpen()) {
      return true;
    }
    if (!(endPoint instanceof SocketChannelEndPoint socket)) {
      return false;
    }
    try {
      return isAtItsEnd(socket.getChannel());
    } catch (ClosedChannelException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Readable, and nothing to read: that is the end, or a reset. */
  private static boolean isAtItsEnd(SocketChannel channel) throws IOException {
    // A selector of our own, beside Jetty's, which waits for what comes behind the answer.
    try (Selector selector = Selector.open()) {
      channel.register(selector, SelectionKey.OP_READ);
      return selector.selectNow() > 0 && channel.socket().getInputStream().available() == 0;
    }
  }
}
