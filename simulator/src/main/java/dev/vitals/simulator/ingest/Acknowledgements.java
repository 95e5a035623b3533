package dev.vitals.simulator.ingest;

import dev.vitals.simulator.sync.Sync;

/** Learns what the service has to know from now on. */
public interface Acknowledgements {
  /** Nobody wants to know. */
  Acknowledgements IGNORED =
      new Acknowledgements() {
        @Override
        public void acknowledged(Sync sync) {}

        @Override
        public void unknown(Sync sync) {}
      };

  void acknowledged(Sync sync);

  /** It may be stored and it may not. */
  void unknown(Sync sync);
}
