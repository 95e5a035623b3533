package dev.vitals.rest.ingest;

import dev.vitals.application.ingest.Admission;
import dev.vitals.application.ingest.IngestSamples;
import dev.vitals.domain.sample.InvalidSamplesException;
import dev.vitals.domain.sample.SampleError;
import dev.vitals.rest.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The mistakes of one request: as many as its answer lists, and the number of all. */
final class SampleErrors {
  static final int MOST_OF_LENIENT = IngestSamples.MOST_LEFT_OUT;

  private final Handling handling;
  private final Admission admission;
  private final List<SampleError> kept = new ArrayList<>();
  private int count;

  SampleErrors(Handling handling, Admission admission) {
    this.handling = handling;
    this.admission = admission;
  }

  void add(int index, @Nullable String field, String message) {
    if (kept.size() < Problem.MOST_ERRORS) {
      kept.add(new SampleError(index, field, message));
    } else if (handling == Handling.LENIENT && kept.size() < MOST_OF_LENIENT) {
      // Takes as much memory as a sample.
      admission.oneMore();
      kept.add(new SampleError(index, field, message));
    }
    count++;
  }

  int count() {
    return count;
  }

  /** As many as a request may have, however lenient. */
  boolean areTooMany() {
    return count >= MOST_OF_LENIENT;
  }

  /**
   * In the order of the records.
   *
   * @throws InvalidSamplesException there are more than the request may have
   */
  List<SampleError> tolerated() {
    if (count > (handling == Handling.LENIENT ? MOST_OF_LENIENT : 0)) {
      throw new InvalidSamplesException(kept, count);
    }
    return kept;
  }
}
