package dev.vitals.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What came of the requests of some connections. */
public final class Tally {
  private final Map<Integer, Long> answers = new TreeMap<>();
  private final Map<String, Long> failures = new TreeMap<>();
  private final List<Long> latenciesNanos = new ArrayList<>();
  private long stored;
  private long counted;
  private long unresolved;

  void answered(int status) {
    answers.merge(status, 1L, Long::sum);
  }

  /** No answer: the connection broke. */
  void failed(Exception cause) {
    failures.merge(cause.getClass().getSimpleName() + " " + cause.getMessage(), 1L, Long::sum);
  }

  /** Nobody knows whether it is stored, and there was no more time to ask. */
  void gaveUp() {
    unresolved++;
  }

  /** Acknowledged, of which so many had not been sent before. */
  public void stored(int records) {
    stored += records;
  }

  /** Acknowledged within the window. */
  public void counted(int records, long nanos) {
    counted += records;
    latenciesNanos.add(nanos);
  }

  Tally plus(Tally other) {
    other.answers.forEach((status, count) -> answers.merge(status, count, Long::sum));
    other.failures.forEach((cause, count) -> failures.merge(cause, count, Long::sum));
    latenciesNanos.addAll(other.latenciesNanos);
    stored += other.stored;
    counted += other.counted;
    unresolved += other.unresolved;
    return this;
  }

  /** How many rows there must be. */
  public long stored() {
    return stored;
  }

  public long counted() {
    return counted;
  }

  long[] latenciesNanos() {
    return latenciesNanos.stream().mapToLong(Long::longValue).toArray();
  }

  /** Whether nothing broke, nothing is unresolved, and no other answer came than these. */
  public boolean isOfAnswers(Integer... statuses) {
    return failures.isEmpty() && unresolved == 0 && List.of(statuses).containsAll(answers.keySet());
  }

  @Override
  public String toString() {
    return "answers " + answers + ", broken " + failures + ", unresolved " + unresolved;
  }
}
