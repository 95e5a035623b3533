package dev.vitals.rest.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.vitals.domain.sample.SampleError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param count the records that are committed: all of the request, but for those rejected
 * @param rejected the records that are not, where the client asked for the others all the same
 * @param errors why, by the record's place in the request
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record IngestAnswer(
    String message, int count, @Nullable Integer rejected, @Nullable List<SampleError> errors) {
  static IngestAnswer strict(int count) {
    return new IngestAnswer(message(count), count, null, null);
  }

  static IngestAnswer lenient(int count, int rejected, List<SampleError> errors) {
    return new IngestAnswer(message(count), count, rejected, errors);
  }

  private static String message(int count) {
    return count + (count == 1 ? " record" : " records") + " ingested";
  }
}
