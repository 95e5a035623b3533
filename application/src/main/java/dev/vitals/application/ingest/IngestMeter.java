package dev.vitals.application.ingest;

/**
 * Counts what becomes of records and samples.
 *
 * <p>A record is counted as received once its request is decided, together with what it came to: so
 * those received are those accepted and those rejected. Of the samples of accepted records, those
 * collapsed have no row of their own.
 *
 * <p>Threads: any number at once; a call takes no time worth speaking of and throws nothing.
 */
public interface IngestMeter {
  /** For where nobody counts. */
  IngestMeter NONE =
      new IngestMeter() {
        @Override
        public void received(int records) {}

        @Override
        public void accepted(int records) {}

        @Override
        public void rejected(Rejection reason, int records) {}

        @Override
        public void collapsed(int samples) {}
      };

  void received(int records);

  /** They are committed. */
  void accepted(int records);

  /**
   * @param records may be 0
   */
  void rejected(Rejection reason, int records);

  /**
   * Samples that are committed within another of the same user and moment, which was in the same
   * request or the same group.
   *
   * @param samples may be 0
   */
  void collapsed(int samples);
}
