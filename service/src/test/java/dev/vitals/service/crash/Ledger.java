package dev.vitals.service.crash;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What clients know of their requests, kept where no kill of the service or database reaches it.
 */
final class Ledger {
  /** Ordered: what a later attempt learns may raise it and never lowers it. */
  enum Outcome {
    UNKNOWN,
    REFUSED,
    ACKNOWLEDGED
  }

  private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
  private final AtomicLong refusals = new AtomicLong();

  void add(Attempt attempt) {
    attempts.add(attempt);
  }

  /** Which is no attempt: nothing was sent. */
  void nobodyListened() {
    refusals.incrementAndGet();
  }

  /** How often nobody listened. */
  long refusals() {
    return refusals.get();
  }

  /** Of each request, by all of its attempts. */
  Map<Request, Outcome> outcomes() {
    Map<Request, Outcome> outcomes = new HashMap<>();
    for (Attempt attempt : attempts) {
      outcomes.merge(attempt.request(), outcome(attempt), Ledger::better);
    }
    return outcomes;
  }

  private static Outcome outcome(Attempt attempt) {
    if (attempt.acknowledged()) {
      return Outcome.ACKNOWLEDGED;
    }
    return attempt.refused() ? Outcome.REFUSED : Outcome.UNKNOWN;
  }

  private static Outcome better(Outcome one, Outcome other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** Sent before that moment and answered, or cut, after it. */
  List<Attempt> underWayAt(long nanos) {
    return where(attempt -> attempt.wasUnderWayAt(nanos));
  }

  /** What was sent and acknowledged after that moment. */
  long acknowledgedSince(long nanos) {
    return where(attempt -> attempt.acknowledged() && attempt.startedAfter(nanos)).size();
  }

  List<Attempt> where(Predicate<Attempt> condition) {
    return attempts.stream().filter(condition).toList();
  }

  /** How often each status was answered; {@link Attempt#CUT} is one. */
  Map<Integer, Long> statuses() {
    return attempts.stream()
        .collect(Collectors.groupingBy(Attempt::status, TreeMap::new, Collectors.counting()));
  }

  long longestMillis() {
    return Attempt.longestMillis(attempts);
  }
}
