package dev.vitals.bench.reading;

import dev.vitals.domain.time.TimeRange;

/** How one of the servers is asked, and how its answer reads. */
interface Respondent {
  /** A whole request. */
  byte[] request(int user, TimeRange range);

  /**
   * @param body of an answer
   * @throws IllegalStateException it is none
   */
  Figures figures(String body);
}
