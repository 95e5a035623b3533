package dev.vitals.application.ingest;

import java.time.Duration;

/**
 * How long a commit may take before something is done about it.
 *
 * @param slow from then on another group is begun beside it
 * @param longestWait of a request for its turn; and of a store that does not move, before requests
 *     are refused at once
 */
record Patience(Duration slow, Duration longestWait) {
  static final Patience DEFAULT = new Patience(Duration.ofSeconds(1), Duration.ofSeconds(5));
}
