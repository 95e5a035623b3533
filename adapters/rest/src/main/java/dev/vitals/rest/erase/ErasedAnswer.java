package dev.vitals.rest.erase;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.domain.user.UserId;
import dev.vitals.rest.time.LocalMoment;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What was erased, as clients read it.
 *
 * @param userId as it was asked: a number, or a name
 * @param start of a range; null if it was all of a user
 * @param samples how many there were
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(SnakeCaseStrategy.class)
record ErasedAnswer(Object userId, @Nullable String start, @Nullable String end, long samples) {
  static ErasedAnswer of(UserId user, long samples) {
    return new ErasedAnswer(id(user), null, null, samples);
  }

  static ErasedAnswer of(UserId user, TimeRange range, ZoneId zone, long samples) {
    return new ErasedAnswer(
        id(user),
        LocalMoment.text(range.startMicros(), zone),
        LocalMoment.text(range.endMicros(), zone),
        samples);
  }

  private static Object id(UserId user) {
    String name = user.name();
    return name == null ? user.number() : name;
  }
}
