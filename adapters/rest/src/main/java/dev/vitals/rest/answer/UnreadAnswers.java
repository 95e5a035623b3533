package dev.vitals.rest.answer;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what is in memory of answers that nobody reads. When there is too much of it, the
 * connections whose answers are the oldest are closed: to refuse others would let five hundred
 * stalled clients stop all the rest, and whoever is cut off can send the same again. For any number
 * of threads.
 */
final class UnreadAnswers {
  /** A list of all mistakes of a request can take a megabyte, so this is a dozen of them. */
  static final long MOST_BYTES = 16 << 20;

  /**
   * Smaller ones find room in the buffer of the socket, and on each connection there is but one.
   */
  static final int LARGE_BYTES = 16 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(UnreadAnswers.class);

  private final Map<Callback, Answer> answers = new LinkedHashMap<>();
  private long bytes;

  private record Answer(EndPoint endPoint, int length) {}

  /** The exchange's callback, which counts its answer until it is written or cannot be. */
  Callback bounded(Exchange exchange, int length) {
    Callback callback = exchange.callback();
    if (length < LARGE_BYTES) {
      return callback;
    }
    EndPoint endPoint = exchange.request().getConnectionMetaData().getConnection().getEndPoint();
    synchronized (answers) {
      answers.put(callback, new Answer(endPoint, length));
      bytes += length;
    }
    closeOldest();
    return Callback.from(() -> remove(callback), callback);
  }

  private void remove(Callback callback) {
    synchronized (answers) {
      Answer answer = answers.remove(callback);
      if (answer != null) {
        bytes -= answer.length();
      }
    }
  }

  private void closeOldest() {
    for (Answer oldest = takeIfTooMuch(); oldest != null; oldest = takeIfTooMuch()) {
      LOG.debug("answer_unread bytes={}", oldest.length());
      oldest.endPoint().close(new IOException("the answer is not read"));
    }
  }

  /** The oldest, which is counted no longer; null if there is room for it. */
  private @Nullable Answer takeIfTooMuch() {
    synchronized (answers) {
      if (bytes <= MOST_BYTES || answers.size() == 1) {
        return null;
      }
      Iterator<Answer> oldest = answers.values().iterator();
      Answer answer = oldest.next();
      oldest.remove();
      bytes -= answer.length();
      return answer;
    }
  }
}
