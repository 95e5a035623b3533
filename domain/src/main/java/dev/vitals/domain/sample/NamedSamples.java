package dev.vitals.domain.sample;

import dev.vitals.domain.user.UserId;
import java.util.List;

/**
 * Samples as a client sends them: the numbers of some users that have names are yet to be looked
 * up.
 *
 * @param samples whose users are known, or {@linkplain #placeOf places} in {@code names}
 * @param names each once
 */
public record NamedSamples(SampleBatch samples, List<String> names) {
  private static final long FIRST_PLACE = Long.MIN_VALUE + 1;

  public NamedSamples {
    names = List.copyOf(names);
  }

  /** All of whose users are known. */
  public static NamedSamples ofKnown(SampleBatch samples) {
    return new NamedSamples(samples, List.of());
  }

  /**
   * What stands for a name in the column of users.
   *
   * @param number of the name, from 0
   */
  public static long placeOf(int number) {
    return FIRST_PLACE + number;
  }

  /**
   * The samples, each with its user.
   *
   * @param users by which the names are kept, in their order
   */
  public SampleBatch identified(long... users) {
    if (names.isEmpty()) {
      return samples;
    }
    for (long user : users) {
      Sample.requireUser(user);
    }
    long[] userIds = samples.userIds().clone();
    for (int row = 0; row < userIds.length; row++) {
      if (userIds[row] < UserId.LEAST_OF_NAMES) {
        userIds[row] = users[(int) (userIds[row] - FIRST_PLACE)];
      }
    }
    return samples.ofUsers(userIds);
  }

  /** Without whose samples these are: it may end in a log. */
  @Override
  public String toString() {
    return samples.size() + " samples of " + names.size() + " names";
  }
}
