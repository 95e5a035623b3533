package dev.vitals.application.ingest;

import dev.vitals.domain.sample.StoredKeys;

/**
 * What became of a request's records that are committed.
 *
 * @param added whose key, (user, timestamp), was not there
 * @param changed whose key was there, with another value or without one of theirs
 * @param unchanged whose key was there with all of their values
 * @param collapsed that fell together with another one of the same key and request: the key is
 *     counted once above, by what all of its records came to
 */
public record Ingested(int added, int changed, int unchanged, int collapsed) {
  public static final Ingested NOTHING = new Ingested(0, 0, 0, 0);

  static Ingested of(StoredKeys keys, int collapsed) {
    return new Ingested(keys.added(), keys.changed(), keys.unchanged(), collapsed);
  }

  /** All of them. */
  public int records() {
    return added + changed + unchanged + collapsed;
  }
}
