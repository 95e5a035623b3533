package dev.vitals.rest.connection;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpParser;

/**
 * Jetty's parser with the two limits it lacks: on what frames a body in chunks, which is neither
 * header nor content, and on what still comes in behind the last answer of a connection. For one
 * thread at a time.
 */
final class StagedCloseParser extends HttpParser {
  private ConnectionLimits limits = ConnectionLimits.NONE;
  private long framingBytes;
  private long discardedBytes;
  private long discardedUntilNanos;

  StagedCloseParser(RequestHandler handler, int maxHeaderBytes, HttpCompliance compliance) {
    super(handler, maxHeaderBytes, compliance);
  }

  /** Before it parses: Jetty's connection makes its parser before it can be told. */
  void setLimits(ConnectionLimits limits) {
    this.limits = limits;
  }

  @Override
  public boolean parseNext(ByteBuffer buffer) {
    if (isEnded()) {
      discard(buffer);
    }
    if (!isChunking() || !inContentState()) {
      return super.parseNext(buffer);
    }
    long read = getContentRead() + buffer.remaining();
    boolean hasContent = super.parseNext(buffer);
    framingBytes += read - getContentRead() - buffer.remaining();
    if (framingBytes > limits.maxFramingBytes() && inContentState()) {
      badMessage(new BadMessageException("chunks are framed by too much"));
    }
    return hasContent;
  }

  @Override
  public void reset() {
    super.reset();
    framingBytes = 0;
  }

  /** Whether nothing that comes in is wanted any more. */
  boolean isEnded() {
    return super.isTerminated();
  }

  /** Throws away what came in behind the last answer. */
  void discard(ByteBuffer buffer) {
    if (discardedUntilNanos == 0) {
      discardedUntilNanos = System.nanoTime() + limits.discardTime().toNanos();
    }
    discardedBytes += buffer.remaining();
    buffer.position(buffer.limit());
  }

  /** Whether more came in, or for longer, than is thrown away. */
  boolean hasDiscardedEnough() {
    return discardedBytes > limits.maxDiscardedBytes()
        || (discardedUntilNanos != 0 && System.nanoTime() - discardedUntilNanos > 0);
  }

  /**
   * False while there is something to throw away: where it is true, Jetty closes the connection at
   * the first byte, and the answer on its way is lost with it.
   */
  @Override
  public boolean isTerminated() {
    return isEnded() && hasDiscardedEnough();
  }
}
