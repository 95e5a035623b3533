package dev.vitals.bench.rig;

/**
 * What a server said to one request.
 *
 * @param retryAfterSeconds 0 if it did not say
 * @param closes whether nothing more may be sent over this connection
 * @param body read as one byte a character: enough to show
 */
public record Answer(int status, int retryAfterSeconds, boolean closes, String body) {
  /** 200, or 204 of whom has nothing to say. */
  public boolean isSuccess() {
    return status == 200 || status == 204;
  }
}
