package dev.vitals.domain.sample;

/** Which integers name a user. */
public final class UserIds {
  public static final long LEAST = 1;
  public static final long GREATEST = Long.MAX_VALUE;

  /** What a client has to keep to. */
  public static final String RULE = "must be an integer from 1 to 9223372036854775807";

  private UserIds() {}

  public static boolean accepts(long userId) {
    return userId >= LEAST;
  }

  /**
   * @throws IllegalArgumentException it names nobody
   */
  static void require(long userId) {
    if (!accepts(userId)) {
      throw new IllegalArgumentException("user_id " + RULE);
    }
  }
}
