package dev.vitals.domain.sample;

/**
 * How many keys of a batch came to which {@link Outcome}.
 *
 * @param added those that are new
 */
public record StoredKeys(int added, int changed, int unchanged) {
  public static final StoredKeys NONE = new StoredKeys(0, 0, 0);

  public int count() {
    return added + changed + unchanged;
  }
}
