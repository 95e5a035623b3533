package dev.vitals.timescale.ingest;

/**
 * Whether a batch is copied or merged. A copy is twice as fast as a merge, but one that meets a key
 * which exists has to be undone and merged after all, and leaves its rows behind for vacuum. So a
 * collision alone is taken as chance; while they follow each other, twice as many batches are
 * merged after each before a copy is tried again. For any number of threads.
 */
final class CopyChoice {
  /** Below it the round trips of a copy cost more than it saves (docs/performance.md). */
  static final int FEWEST_ROWS = 200;

  static final int MOST_MERGES = 64;

  private int collisionsInARow;
  private int mergesLeft;

  synchronized boolean copies(int rows) {
    if (rows < FEWEST_ROWS) {
      return false;
    }
    if (mergesLeft > 0) {
      mergesLeft--;
      return false;
    }
    return true;
  }

  synchronized void copied() {
    collisionsInARow = 0;
  }

  synchronized void collided() {
    collisionsInARow++;
    mergesLeft =
        collisionsInARow == 1 ? 0 : Math.min(1 << Math.min(collisionsInARow, 30), MOST_MERGES);
  }
}
