package dev.vitals.rest.ingest;

import dev.vitals.domain.sample.InvalidSamplesException;
import dev.vitals.domain.sample.SampleError;
import dev.vitals.rest.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The mistakes of one request: as many as an answer shows, and the number of all. */
final class SampleErrors {
  private final List<SampleError> kept = new ArrayList<>();
  private int count;

  void add(int index, @Nullable String field, String message) {
    if (kept.size() < Problem.MOST_ERRORS) {
      kept.add(new SampleError(index, field, message));
    }
    count++;
  }

  int count() {
    return count;
  }

  /**
   * @throws InvalidSamplesException there is any
   */
  void throwIfAny() {
    if (count > 0) {
      throw new InvalidSamplesException(kept, count);
    }
  }
}
