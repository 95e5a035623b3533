package dev.vitals.rest.request;

/** Counts and times answers. For any number of threads; throws nothing. */
public interface RequestMeter {
  /**
   * @param nanos from the first byte of the request to the last of the answer
   */
  void answered(Route route, String method, int status, long nanos);
}
