package dev.vitals.bench.reading;

import dev.vitals.domain.time.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** What answers about the history must be, where there is a sample a minute. */
final class HistoryFigures {
  private final List<ExpectedFigures> byUser;

  HistoryFigures(History history) {
    byUser =
        IntStream.rangeClosed(1, history.lastUser())
            .parallel()
            .mapToObj(user -> of(history, user))
            .toList();
  }

  private static ExpectedFigures of(History history, int user) {
    Instant start = history.denseFrom(user);
    int hours = Math.toIntExact(Duration.between(start, history.end()).toHours());
    return new ExpectedFigures(user, History.minute(start), hours);
  }

  Figures of(int user, TimeRange range) {
    return byUser.get(user - 1).of(History.minute(range.start()), History.minute(range.end()));
  }
}
