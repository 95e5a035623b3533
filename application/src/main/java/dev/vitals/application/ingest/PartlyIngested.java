package dev.vitals.application.ingest;

import dev.vitals.domain.sample.SampleError;
import java.util.List;

/**
 * A request of which the rest is committed where some of it is too old.
 *
 * @param expired what is left out, by row of the batch
 */
public record PartlyIngested(Ingested ingested, List<SampleError> expired) {
  public PartlyIngested {
    expired = List.copyOf(expired);
  }
}
