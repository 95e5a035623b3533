package dev.vitals.bench.reading;

import dev.vitals.bench.peers.LineProtocol;
import dev.vitals.bench.reading.History.Stretch;
import dev.vitals.bench.rig.Answer;
import dev.vitals.bench.rig.HttpConnection;
import java.io.IOException;

/** The history in the line protocol, to a server that knows it. */
final class HistoryLines implements AutoCloseable {
  private static final int BATCH = 10_000;

  private final HttpConnection connection;
  private final String path;
  private final StringBuilder lines = new StringBuilder();
  private int waiting;

  /**
   * @param path that takes moments in milliseconds
   */
  private HistoryLines(int port, String path) throws IOException {
    this.connection = new HttpConnection(port);
    this.path = path;
  }

  /** All of it. */
  static void send(History history, int port, String path) throws IOException {
    try (HistoryLines lines = new HistoryLines(port, path)) {
      lines.send(history);
    }
  }

  private void send(History history) throws IOException {
    for (Stretch stretch : history.stretches()) {
      for (int user = stretch.firstUser(); user <= stretch.lastUser(); user++) {
        send(stretch, user);
      }
    }
    flush();
  }

  private void send(Stretch stretch, int user) throws IOException {
    for (long minute = stretch.startMinute();
        minute < stretch.endMinute();
        minute += stretch.everyMinutes()) {
      long noise = HistoryFormula.noise(user, minute);
      LineProtocol.append(
          lines,
          user,
          HistoryFormula.heartRate(user, minute, noise),
          HistoryFormula.steps(noise),
          HistoryFormula.calories(noise),
          minute * 60_000);
      if (++waiting == BATCH) {
        flush();
      }
    }
  }

  private void flush() throws IOException {
    byte[] request = HttpConnection.post(path, lines.toString());
    Answer answer = connection.answer(out -> out.write(request));
    if (!answer.isSuccess()) {
      throw new IllegalStateException(answer.toString());
    }
    lines.setLength(0);
    waiting = 0;
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
