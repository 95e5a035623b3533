package dev.vitals.application.memory;

import static java.util.Objects.requireNonNull;

import dev.vitals.application.user.UserDirectory;
import dev.vitals.domain.user.UserId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The port on a map, for the tests of whatever stands on it. Passes its contract, but for outliving
 * the process.
 */
public final class InMemoryUsers implements UserDirectory {
  private final Map<String, Long> numbers = new HashMap<>();
  private boolean remembering = true;
  private @Nullable RuntimeException failure;

  @Override
  public synchronized long remembered(String name) {
    return remembering ? numbers.getOrDefault(name, UserId.NOBODY) : UserId.NOBODY;
  }

  @Override
  public synchronized Map<String, Long> find(Collection<String> names) {
    failIfAsked(names);
    Map<String, Long> found = new HashMap<>();
    for (String name : names) {
      Long number = numbers.get(name);
      if (number != null) {
        found.put(name, number);
      }
    }
    return found;
  }

  @Override
  public synchronized Map<String, Long> findOrAdd(Collection<String> names) {
    failIfAsked(names);
    for (String name : names) {
      numbers.computeIfAbsent(name, added -> -1L - numbers.size());
    }
    return find(names);
  }

  private void failIfAsked(Collection<String> names) {
    if (!names.isEmpty() && failure != null) {
      throw failure;
    }
  }

  /** Adds it if it is not there. */
  public long numberOf(String name) {
    return requireNonNull(findOrAdd(List.of(name)).get(name));
  }

  /** From now on the store has to be asked for every name. */
  public synchronized void forget() {
    remembering = false;
  }

  /** From now on whoever asks for any name fails. */
  public synchronized void failWith(RuntimeException thrown) {
    failure = thrown;
  }

  public synchronized boolean knows(String name) {
    return numbers.containsKey(name);
  }

  /** Without those, as at first. */
  public synchronized void reset() {
    numbers.clear();
    remembering = true;
    failure = null;
  }
}
