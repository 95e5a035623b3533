package dev.vitals.domain.sample;

import java.util.List;

/**
 * Samples as a client sends them: whose are of users that have names is yet to be looked up.
 *
 * @param samples of users that are integers; or, negative, {@linkplain #placeOf places} in {@code
 *     names}
 * @param names each once
 */
public record NamedSamples(SampleBatch samples, List<String> names) {
  public NamedSamples {
    names = List.copyOf(names);
  }

  /** Of users that are integers, all of them. */
  public static NamedSamples ofIntegers(SampleBatch samples) {
    return new NamedSamples(samples, List.of());
  }

  /**
   * What stands for a name in the column of users.
   *
   * @param number of the name, from 0
   */
  public static long placeOf(int number) {
    return -1L - number;
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
    long[] userIds = samples.userIds().clone();
    for (int row = 0; row < userIds.length; row++) {
      if (userIds[row] < 0) {
        userIds[row] = users[(int) (-1L - userIds[row])];
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
