package dev.vitals.bench.load;

import dev.vitals.bench.rig.Answer;
import dev.vitals.bench.rig.HttpConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests of one connection, one at a time. What is not acknowledged is sent again, as
 * the API's promises have it, until it is: then it is known how many rows there must be.
 */
final class Sender implements Callable<Tally> {
  /** Behind the end of a round, for what is not acknowledged by then. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration AFTER_A_BREAK = Duration.ofMillis(100);

  private final int port;
  private final Traffic traffic;
  private final Pace pace;
  private final Repeats repeats;
  private final Window window;
  private final LongAdder acknowledged;
  private final Tally tally = new Tally();
  private @Nullable HttpConnection connection;

  /**
   * @param acknowledged requests, for whoever looks meanwhile
   */
  Sender(
      int port,
      Traffic traffic,
      Pace pace,
      Repeats repeats,
      Window window,
      LongAdder acknowledged) {
    this.port = port;
    this.traffic = traffic;
    this.pace = pace;
    this.repeats = repeats;
    this.window = window;
    this.acknowledged = acknowledged;
  }

  @Override
  public Tally call() throws IOException {
    try {
      for (long number = 0; !window.isOver(); number++) {
        send(number, traffic.records());
        if (repeats.isDueAfter(number)) {
          send(repeats.before(number), 0);
        }
      }
      return tally;
    } finally {
      disconnect();
    }
  }

  private void send(long number, int newRecords) throws IOException {
    long due = pace.await();
    while (true) {
      Answer answer = attempt(number);
      if (answer != null && answer.isSuccess()) {
        long now = System.nanoTime();
        traffic.verify(number, answer);
        acknowledged.increment();
        tally.stored(newRecords);
        if (window.contains(now)) {
          tally.counted(traffic.records(), now - due);
        }
        return;
      }
      if (answer != null && answer.status() != 503) {
        return; // no use in sending it again
      }
      if (System.nanoTime() - window.until() > PATIENCE.toNanos()) {
        tally.gaveUp();
        return;
      }
    }
  }

  /**
   * @return null if there was none
   */
  private @Nullable Answer attempt(long number) throws IOException {
    Answer answer;
    try {
      answer = connected().answer(out -> traffic.write(number, out));
    } catch (IOException e) {
      tally.failed(e);
      disconnect();
      Window.waitUntil(System.nanoTime() + AFTER_A_BREAK.toNanos());
      return null;
    }
    tally.answered(answer.status());
    if (answer.closes()) {
      disconnect();
    }
    if (answer.status() == 503) {
      Window.waitUntil(
          System.nanoTime() + Duration.ofSeconds(answer.retryAfterSeconds()).toNanos());
    }
    return answer;
  }

  private HttpConnection connected() throws IOException {
    HttpConnection open = connection;
    if (open == null) {
      open = new HttpConnection(port);
      connection = open;
    }
    return open;
  }

  private void disconnect() throws IOException {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}
