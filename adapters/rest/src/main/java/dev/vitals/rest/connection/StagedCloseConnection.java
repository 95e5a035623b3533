package dev.vitals.rest.connection;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * Closes in stages (RFC 9112, section 9.6). A client that is answered before all of its body is
 * read goes on sending, and most look for an answer only when they have sent all: were the
 * connection closed under it, the client would see a broken pipe instead of the answer, and try
 * again for ever. So what still comes is read and thrown away, within limits and by no thread that
 * waits for it.
 */
final class StagedCloseConnection extends HttpConnection {
  /** Set by the constructor of the class above: an initial value would take it away again. */
  private @Nullable RequestHandler requests;

  private volatile boolean isRefused;

  StagedCloseConnection(
      HttpConfiguration configuration,
      Connector connector,
      EndPoint endPoint,
      ConnectionLimits limits) {
    super(configuration, connector, endPoint);
    parser().setLimits(limits);
  }

  @Override
  protected RequestHandler newRequestHandler() {
    RequestHandler handler =
        new RequestHandler() {
          @Override
          public void badMessage(HttpException failure) {
            isRefused = true;
            super.badMessage(failure);
          }
        };
    requests = handler;
    return handler;
  }

  @Override
  protected HttpParser newHttpParser(HttpCompliance compliance) {
    HttpConfiguration configuration = getHttpConfiguration();
    HttpParser parser =
        new StagedCloseParser(
            requireNonNull(requests), configuration.getRequestHeaderSize(), compliance);
    parser.setHeaderCacheSize(configuration.getHeaderCacheSize());
    parser.setHeaderCacheCaseSensitive(configuration.isHeaderCacheCaseSensitive());
    return parser;
  }

  /**
   * Jetty resets the connection of a request that failed, or that waits for more of its body,
   * though its answer is still on its way.
   */
  @Override
  protected HttpStreamOverHTTP1 newHttpStream(String method, String uri, HttpVersion version) {
    return new HttpStreamOverHTTP1(method, uri, version) {
      @Override
      public void succeeded() {
        if (isFillInterested() && getEndPoint() instanceof AbstractEndPoint endPoint) {
          endPoint.getFillInterest().onFail(new EofException());
        }
        super.succeeded();
      }

      @Override
      public void failed(Throwable failure) {
        if (getGenerator().isEnd()) {
          getGenerator().setPersistent(false);
          succeeded();
        } else {
          super.failed(failure);
        }
      }
    };
  }

  private StagedCloseParser parser() {
    return (StagedCloseParser) getParser();
  }

  /** Jetty reads on behind an answer, but not behind one to what is no HTTP. */
  @Override
  public void onFillable() {
    if (isRefused && parser().isEnded()) {
      discard();
    } else {
      super.onFillable();
    }
  }

  private void discard() {
    RetainableByteBuffer buffer =
        getConnector().getByteBufferPool().acquire(getInputBufferSize(), true);
    try {
      int filled;
      do {
        ByteBuffer bytes = buffer.getByteBuffer();
        filled = getEndPoint().fill(bytes);
        parser().discard(bytes);
      } while (filled > 0 && !parser().hasDiscardedEnough());
      if (filled == 0) {
        fillInterested();
      } else {
        close();
      }
    } catch (IOException e) {
      getEndPoint().close(e);
    } finally {
      buffer.release();
    }
  }
}
