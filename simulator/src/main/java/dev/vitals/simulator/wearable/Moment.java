package dev.vitals.simulator.wearable;

/**
 * What goes on in one person in one minute.
 *
 * @param minute of the local day
 * @param effort from 0 (rest) to 1 (the highest heart rate)
 * @param heartRate in bpm
 * @param caloriesMilli in thousandths of a kcal
 * @param chance for what else there is
 */
record Moment(
    Person person,
    int minute,
    boolean isAsleep,
    double effort,
    int heartRate,
    int steps,
    int caloriesMilli,
    Chance chance) {

  /** A loose strap, or an interval that the device did not close: one of them, never both. */
  double lost() {
    return chance.with("lost").unit();
  }

  /** Whether it is the first minute of so many. */
  boolean isEvery(int minutes) {
    return minute % minutes == 0;
  }

  /** Around a value of the person's own, by at most so much either way. */
  double around(double value, double most, String purpose) {
    double own = person.chance().with(purpose).between(-most, most);
    return value + own + chance.with(purpose).between(-most / 4, most / 4);
  }
}
