package dev.vitals.domain.sample;

import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.user.UserId;
import java.time.Instant;
import java.util.Map;

/**
 * What one device reported for one user at one moment. Its identity is ({@code userId}, {@code
 * timestamp}).
 *
 * @param userId negative if it stands for a name
 * @param timestamp cut to microseconds
 * @param values of each metric that it carries, in units of 10<sup>-decimals</sup>; at least one
 */
public record Sample(long userId, Instant timestamp, Map<Metric, Integer> values) {

  /**
   * @throws IllegalArgumentException a value is out of its metric's limits, or there is none; or it
   *     is nobody's
   */
  public Sample {
    requireUser(userId);
    values = Map.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("at least one metric is needed");
    }
    values.forEach(Metric::require);
    timestamp = EpochMicros.cut(timestamp);
  }

  static void requireUser(long userId) {
    if (userId == UserId.NOBODY) {
      throw new IllegalArgumentException("a sample of nobody");
    }
  }
}
