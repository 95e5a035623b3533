package dev.vitals.bench.ingest;

/**
 * How a record is written: each as long as any other, whoever's it is and whenever it was taken.
 * For one thread.
 */
interface RecordForm {
  int USER_LENGTH = 7;

  /**
   * A record with zeros for user and moment, and what parts it from the next.
   *
   * @param calories in thousandths of a kcal
   */
  String text(int heartRate, int steps, int calories);

  /** Where the user's digits begin. */
  int userAt();

  /** Where the moment begins. */
  int momentAt();

  int momentLength();

  void writeMoment(long epochMillis, byte[] target, int at);
}
