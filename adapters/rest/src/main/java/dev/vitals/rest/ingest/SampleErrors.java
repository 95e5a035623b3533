package dev.vitals.rest.ingest;

import dev.vitals.domain.sample.InvalidSamplesException;
import dev.vitals.domain.sample.SampleError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The mistakes of one request: the first hundred as they are, all of them as a number. */
final class SampleErrors {
  private static final int KEPT = 100;

  private final List<SampleError> kept = new ArrayList<>();
  private int count;

  void add(int index, @Nullable String field, String message) {
    if (kept.size() < KEPT) {
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
