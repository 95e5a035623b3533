package dev.vitals.domain.sample;

/** What became of a key, (user, timestamp), when a sample of it was stored. */
public enum Outcome {
  /** It was not there. */
  NEW,
  /** It was there, and a value the sample carries was not, or was another one. */
  CHANGED,
  /** It was there with all that the sample carries. */
  UNCHANGED
}
