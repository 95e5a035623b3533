package dev.vitals.bench.reading;

import dev.vitals.bench.load.Traffic;
import dev.vitals.bench.reading.Question.Asked;
import dev.vitals.bench.rig.Answer;
import java.io.IOException;
import java.io.OutputStream;

/** The questions of one connection. Every answer is compared with what it must be. */
final class QuestionTraffic implements Traffic {
  private final Respondent respondent;
  private final Question question;
  private final History history;
  private final HistoryFigures expected;
  private final int connection;

  QuestionTraffic(
      Respondent respondent,
      Question question,
      History history,
      HistoryFigures expected,
      int connection) {
    this.respondent = respondent;
    this.question = question;
    this.history = history;
    this.expected = expected;
    this.connection = connection;
  }

  @Override
  public int records() {
    return 1;
  }

  @Override
  public void write(long number, OutputStream out) throws IOException {
    Asked asked = question.asked(history, connection, number);
    out.write(respondent.request(asked.user(), asked.range()));
  }

  @Override
  public void verify(long number, Answer answer) {
    Asked asked = question.asked(history, connection, number);
    Figures right = expected.of(asked.user(), asked.range());
    if (!respondent.figures(answer.body()).isSameAs(right)) {
      throw new IllegalStateException(
          "%s: %s is not %s, the answer to %s"
              .formatted(respondent.getClass().getSimpleName(), answer.body(), right, asked));
    }
  }
}
