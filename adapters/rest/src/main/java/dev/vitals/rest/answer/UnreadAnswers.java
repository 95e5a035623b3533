package dev.vitals.rest.answer;

import dev.vitals.rest.memory.OldestGivesWay;
import java.io.IOException;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what is in memory of answers that nobody reads. When there is too much of it, the
 * connections whose answers are the oldest are closed: to refuse others would let five hundred
 * stalled clients stop all the rest, and whoever is cut off can send the same again. For any number
 * of threads.
 */
final class UnreadAnswers {
  /**
   * A list of all mistakes of a request can take a megabyte, and a series of all that is answered
   * at once six, so this is a handful of those.
   */
  static final long MOST_BYTES = 32 << 20;

  /**
   * Smaller ones find room in the buffer of the socket, and on each connection there is but one.
   */
  static final int LARGE_BYTES = 16 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(UnreadAnswers.class);

  private final OldestGivesWay<Answer> answers = new OldestGivesWay<>(MOST_BYTES);

  private record Answer(EndPoint endPoint, Callback callback) {}

  /** The exchange's callback, which counts its answer until it is written or cannot be. */
  Callback bounded(Exchange exchange, int length) {
    Callback callback = exchange.callback();
    if (length < LARGE_BYTES) {
      return callback;
    }
    EndPoint endPoint = exchange.request().getConnectionMetaData().getConnection().getEndPoint();
    Answer answer = new Answer(endPoint, callback);
    answers.add(answer, length);
    closeOldest();
    return Callback.from(() -> answers.remove(answer), callback);
  }

  private void closeOldest() {
    for (Answer oldest = answers.takeIfTooMuch();
        oldest != null;
        oldest = answers.takeIfTooMuch()) {
      LOG.debug("answer_unread");
      oldest.endPoint().close(new IOException("the answer is not read"));
    }
  }
}
