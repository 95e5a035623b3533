package dev.vitals.rest.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.vitals.application.ingest.Ingested;
import dev.vitals.domain.sample.SampleError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param count the records that are committed: all of the request, but for those rejected. It is
 *     the sum of the four that follow, of which {@link Ingested} tells what they are.
 * @param rejected the records that are not, where the client asked for the others all the same
 * @param errors why, by the record's place in the request
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record IngestAnswer(
    String message,
    int count,
    @JsonProperty("new") int added,
    int changed,
    int unchanged,
    int collapsed,
    @Nullable Integer rejected,
    @Nullable List<SampleError> errors) {
  static IngestAnswer strict(Ingested ingested) {
    return of(ingested, null, null);
  }

  /**
   * @param records all of the request
   */
  static IngestAnswer lenient(Ingested ingested, int records, List<SampleError> errors) {
    return of(ingested, records - ingested.records(), errors);
  }

  private static IngestAnswer of(
      Ingested ingested, @Nullable Integer rejected, @Nullable List<SampleError> errors) {
    int count = ingested.records();
    return new IngestAnswer(
        message(count),
        count,
        ingested.added(),
        ingested.changed(),
        ingested.unchanged(),
        ingested.collapsed(),
        rejected,
        errors);
  }

  private static String message(int count) {
    return count + (count == 1 ? " record" : " records") + " ingested";
  }
}
