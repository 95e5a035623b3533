package dev.vitals.timescale.user;

import dev.vitals.application.user.UserDirectory;
import dev.vitals.timescale.error.StoreErrors;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Names as rows of {@code health_metrics_users}, and those used last in memory. A row is never
 * changed, so what is remembered stays right, whatever other instances do, unless they remove it
 * ({@link RemovedUsers}).
 */
public final class TimescaleUserDirectory implements UserDirectory {
  private static final String FIND =
      "select name, id from health_metrics_users where name = any(?::text[])";

  /**
   * One that another instance adds meanwhile is waited for, and in order, so that two never wait
   * for each other; it is committed then, and the next statement finds it.
   */
  private static final String ADD =
      """
      insert into health_metrics_users (name)
      select name from unnest(?::text[]) as given (name) order by name
      on conflict (name) do nothing
      """;

  private final Jdbi jdbi;
  private final RememberedNames remembered;
  private final RemovedUsers removed = new RemovedUsers();

  /**
   * @param jdbi configured by {@link dev.vitals.timescale.TimescaleJdbi}
   * @param rememberedNames how many, at most
   */
  public TimescaleUserDirectory(Jdbi jdbi, int rememberedNames) {
    this.jdbi = jdbi;
    this.remembered = new RememberedNames(rememberedNames);
    removed.onChange(remembered::remove);
  }

  /** For whoever writes and answers by the numbers. */
  public RemovedUsers removed() {
    return removed;
  }

  @Override
  public long remembered(String name) {
    return remembered.of(name);
  }

  @Override
  public Map<String, Long> find(Collection<String> names) {
    if (names.isEmpty()) {
      return Map.of();
    }
    Map<String, Long> found =
        StoreErrors.translated(() -> jdbi.withHandle(handle -> find(handle, names)));
    remembered.putAll(found);
    return found;
  }

  @Override
  public Map<String, Long> findOrAdd(Collection<String> names) {
    if (names.isEmpty()) {
      return Map.of();
    }
    Map<String, Long> found =
        StoreErrors.translated(() -> jdbi.withHandle(handle -> findOrAdd(handle, names)));
    remembered.putAll(found);
    return found;
  }

  /** Each statement is a transaction: what is found or added is committed. */
  private static Map<String, Long> findOrAdd(Handle handle, Collection<String> names) {
    Map<String, Long> found = find(handle, names);
    Set<String> missing = new HashSet<>(names);
    missing.removeAll(found.keySet());
    if (!missing.isEmpty()) {
      handle.createUpdate(ADD).bind(0, missing.toArray(String[]::new)).execute();
      found.putAll(find(handle, missing));
    }
    return found;
  }

  private static Map<String, Long> find(Handle handle, Collection<String> names) {
    Map<String, Long> found = new HashMap<>();
    handle
        .createQuery(FIND)
        .bind(0, names.toArray(String[]::new))
        .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    return found;
  }

  /**
   * Forgets what is in memory. For when the database did not answer: the one that answers next may
   * be another, a standby that lacks the last names.
   */
  public void forget() {
    remembered.forget();
    removed.forget();
  }
}
