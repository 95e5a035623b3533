package dev.vitals.timescale.ingest;

/**
 * Counts how groups of samples get into the database. For any number of threads; throws nothing.
 */
public interface WriteMeter {
  /** For where nobody counts. */
  WriteMeter NONE =
      new WriteMeter() {
        @Override
        public void copied() {}

        @Override
        public void merged() {}

        @Override
        public void collided() {}

        @Override
        public void retried() {}
      };

  /** A group is committed by COPY. */
  void copied();

  /** A group is committed by an upsert. */
  void merged();

  /** A COPY met a key that exists and was undone. */
  void collided();

  /** A transaction lost against another and is tried again. */
  void retried();
}
