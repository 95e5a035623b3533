package dev.vitals.application.ingest;

/**
 * Counts what becomes of records and samples.
 *
 * <p>A record is counted as received once its request is decided, together with what it came to: so
 * those received are those accepted and those rejected. Those accepted are those that came to a
 * new, a changed or an unchanged key, and those collapsed.
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
        public void stored(Ingested records) {}
      };

  void received(int records);

  /** They are committed. */
  void accepted(int records);

  /**
   * @param records may be 0
   */
  void rejected(Rejection reason, int records);

  /** What became of accepted records. */
  void stored(Ingested records);
}
