package dev.vitals.rest.ingest;

import dev.vitals.application.ingest.Admission;
import dev.vitals.domain.sample.NamedSamples;
import dev.vitals.domain.user.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The names of users in one request's good records. For one thread. */
final class RequestNames {
  private final ToLongFunction<String> remembered;
  private final Admission admission;
  private final Map<String, Long> places = new HashMap<>();
  private final List<String> unknown = new ArrayList<>();

  // Most requests are one user's.
  private String last = "";
  private long userOfLast;

  /**
   * @param remembered a name's number, or {@link UserId#NOBODY}
   */
  RequestNames(ToLongFunction<String> remembered, Admission admission) {
    this.remembered = remembered;
    this.admission = admission;
  }

  /** The number of a user if it is known, or what stands for the name among the samples. */
  @SuppressWarnings("ReferenceEquality") // The reader gives the same again if it is the same text.
  long userOf(String name) {
    if (name != last) {
      long number = remembered.applyAsLong(name);
      userOfLast = number == UserId.NOBODY ? placeOf(name) : number;
      last = name;
    }
    return userOfLast;
  }

  private long placeOf(String name) {
    Long known = places.get(name);
    if (known != null) {
      return known;
    }
    // Takes about as much memory as a sample.
    admission.oneMore();
    long place = NamedSamples.placeOf(unknown.size());
    unknown.add(name);
    places.put(name, place);
    return place;
  }

  /** Each once, in the order of their places. */
  List<String> unknown() {
    return unknown;
  }
}
