package dev.vitals.domain.sample;

import java.util.List;

/** Records of a request break a rule; none of the request is stored. */
public final class InvalidSamplesException extends RuntimeException {
  private final transient List<SampleError> errors;
  private final int errorCount;

  /**
   * @param errors the first of them, in the order of the records
   * @param errorCount all of them
   */
  public InvalidSamplesException(List<SampleError> errors, int errorCount) {
    super(errorCount + " errors in the samples");
    this.errors = List.copyOf(errors);
    this.errorCount = errorCount;
  }

  public List<SampleError> errors() {
    return errors;
  }

  public int errorCount() {
    return errorCount;
  }
}
