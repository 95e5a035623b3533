package dev.vitals.timescale.kind;

import dev.vitals.timescale.kind.DatabaseKind.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What a database can do, as it says itself.
 *
 * @param postgresVersion as {@code server_version} has it
 * @param timescaleVersion of the extension, if this database has it
 * @param warnings what an operator should change, one sentence each
 */
public record DetectedDatabase(
    DatabaseKind kind,
    String postgresVersion,
    Optional<String> timescaleVersion,
    List<String> warnings) {

  /** Before it, two refreshes that overlap could leave a bucket twice (timescaledb#9571). */
  private static final int[] REFRESHES_RIGHT_SINCE = {2, 26, 3};

  private static final int[] ADDS_TO_AGGREGATES_SINCE = {2, 28, 0};

  public DetectedDatabase {
    warnings = List.copyOf(warnings);
  }

  /**
   * @throws LostExtensionException it has an extension that is not loaded
   */
  public static DetectedDatabase detect(Handle handle) {
    return handle
        .createQuery(
            """
            select current_setting('server_version') as postgres,
                   (select extversion from pg_extension where extname = 'timescaledb') as timescale,
                   current_setting('timescaledb.license', true) as license,
                   current_setting('fsync')::boolean and current_setting('full_page_writes')::boolean
                     as durable,
                   exists (select from pg_available_extensions where name = 'timescaledb')
                     and current_setting('timescaledb.disable_load', true) is not null as available
            """)
        .map(
            (row, context) -> {
              Optional<String> timescale = Optional.ofNullable(row.getString("timescale"));
              String license = row.getString("license");
              // The library itself defines the setting.
              if (timescale.isPresent() && license == null) {
                throw new LostExtensionException(timescale.get());
              }
              return of(
                  row.getString("postgres"),
                  timescale,
                  "timescale".equals(license),
                  row.getBoolean("durable"),
                  row.getBoolean("available"));
            })
        .one();
  }

  /**
   * What work on the rollups goes by: a database that gained something is what it was last set up
   * as until the next start makes it more.
   */
  public static DatabaseKind setUpAs(Handle handle) {
    return handle
        .createQuery("select kind from health_metrics_rollup_state")
        .mapTo(String.class)
        .findOne()
        .map(Name::valueOf)
        .map(DetectedDatabase::kind)
        .orElseGet(() -> detect(handle).kind());
  }

  private static DatabaseKind kind(Name name) {
    return switch (name) {
      case PLAIN -> new PlainPostgres();
      case APACHE -> new TimescaleApache();
      case COMMUNITY -> new TimescaleCommunity();
    };
  }

  /**
   * What follows from what a database says of itself.
   *
   * @param communityLicense of the extension, not Apache's
   * @param durable a crash of the machine loses nothing acknowledged
   * @param available the extension could be created in this database
   */
  public static DetectedDatabase of(
      String postgres,
      Optional<String> timescale,
      boolean communityLicense,
      boolean durable,
      boolean available) {
    List<String> warnings = new ArrayList<>();
    if (!durable) {
      warnings.add(
          "fsync or full_page_writes is off: a crash of the machine can lose acknowledged samples");
    }
    if (timescale.isEmpty() && available) {
      warnings.add(
          "TimescaleDB is loaded but this database does not have it: \"create extension timescaledb\""
              + " and a restart of Vitals move the samples into it");
    }
    if (timescale.filter(version -> isBefore(REFRESHES_RIGHT_SINCE, version)).isPresent()) {
      warnings.add(
          "TimescaleDB "
              + timescale.get()
              + " is older than 2.26.3: refreshes that overlap can count samples twice; update it");
    }
    return new DetectedDatabase(
        kind(name(timescale, communityLicense)), postgres, timescale, warnings);
  }

  private static Name name(Optional<String> timescale, boolean communityLicense) {
    if (timescale.isEmpty()) {
      return Name.PLAIN;
    }
    return communityLicense ? Name.COMMUNITY : Name.APACHE;
  }

  /**
   * Versions are compared number by number, up to what is none. Any can be read: a warning is not
   * worth a start that fails.
   */
  private static boolean isBefore(int[] since, String version) {
    String[] numbers = version.replaceFirst("[^0-9.].*", "").split("\\.", -1);
    for (int i = 0; i < since.length; i++) {
      int number = i < numbers.length ? Integer.parseInt("0" + numbers[i]) : 0;
      if (number != since[i]) {
        return number < since[i];
      }
    }
    return false;
  }

  /** Whether its continuous aggregates take more columns. */
  boolean addsToAggregates() {
    return timescaleVersion
        .filter(version -> !isBefore(ADDS_TO_AGGREGATES_SINCE, version))
        .isPresent();
  }

  /** For a log line or a health check: one kind, two versions. */
  public String describe() {
    return "kind="
        + kind.name()
        + " postgres="
        + postgresVersion.replaceFirst(" .*", "")
        + timescaleVersion.map(version -> " timescaledb=" + version).orElse("");
  }
}
