package dev.vitals.rest.ingest;

import dev.vitals.domain.sample.NamedSamples;
import dev.vitals.domain.sample.SampleError;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * What a request holds.
 *
 * @param good in the order of the request
 * @param records how many there were
 * @param errors of those that are left out, by the record's place in the request
 */
record ReadSamples(NamedSamples good, int records, List<SampleError> errors) {
  /**
   * The errors together with some that were found later.
   *
   * @param later by row of {@link #good}
   */
  List<SampleError> errorsAnd(List<SampleError> later) {
    if (later.isEmpty()) {
      return errors;
    }
    int[] places = placesOfGood();
    List<SampleError> all = new ArrayList<>(errors);
    later.forEach(
        error -> all.add(new SampleError(places[error.index()], error.field(), error.message())));
    all.sort(Comparator.comparingInt(SampleError::index));
    return all;
  }

  private int[] placesOfGood() {
    BitSet bad = new BitSet(records);
    errors.forEach(error -> bad.set(error.index()));
    int[] places = new int[good.samples().size()];
    int row = 0;
    for (int place = bad.nextClearBit(0);
        row < places.length;
        place = bad.nextClearBit(place + 1)) {
      places[row++] = place;
    }
    return places;
  }
}
