package dev.vitals.bench.load;

/**
 * Which requests a connection sends once more, as whoever never saw the answer.
 *
 * @param oneIn so many requests; 0 for none
 * @param phase at which of so many: connections must not take turns together
 */
record Repeats(int oneIn, int phase) {
  static Repeats none() {
    return new Repeats(0, 0);
  }

  static Repeats oneIn(int requests, int connection, int connections) {
    return new Repeats(requests, requests * connection / connections);
  }

  boolean isDueAfter(long request) {
    return oneIn > 0 && request % oneIn == phase;
  }

  /** One that was acknowledged a while before this one. */
  long before(long request) {
    return Math.max(request - oneIn / 2, 0);
  }
}
