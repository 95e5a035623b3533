package dev.vitals.rest.ingest;

import dev.vitals.application.ingest.Admission;
import dev.vitals.domain.sample.NamedSamples;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of users that one request's good records give, each once. For one thread. */
final class RequestNames {
  private final Admission admission;
  private final Map<String, Long> places = new HashMap<>();
  private final List<String> names = new ArrayList<>();

  // Most requests are one user's.
  private @Nullable String last;
  private long lastPlace;

  RequestNames(Admission admission) {
    this.admission = admission;
  }

  /** What stands for a name among the samples. */
  @SuppressWarnings("ReferenceEquality") // The reader gives the same again if it is the same text.
  long placeOf(String name) {
    if (name != last) {
      Long known = places.get(name);
      lastPlace = known == null ? add(name) : known;
      last = name;
    }
    return lastPlace;
  }

  private long add(String name) {
    // Takes about as much memory as a sample.
    admission.oneMore();
    long place = NamedSamples.placeOf(names.size());
    names.add(name);
    places.put(name, place);
    return place;
  }

  List<String> names() {
    return names;
  }
}
