package dev.vitals.bench.ingest;

import dev.vitals.bench.rig.BenchDatabase;
import java.sql.SQLException;

/**
 * Makes a database slow: every statement that writes samples waits first, within its transaction
 * and with its locks. By a trigger, which the table's owner may make; settings that slow commits
 * down are a superuser's.
 */
final class SlowDatabase {
  private SlowDatabase() {}

  static void slowDown(BenchDatabase database, int millis) throws SQLException {
    database.execute(
        """
        create function bench_slow() returns trigger language plpgsql as $slow$
        begin
          perform pg_sleep(%d / 1000.0);
          return null;
        end
        $slow$;
        create trigger bench_slow before insert on health_metrics
          for each statement execute function bench_slow();
        """
            .formatted(millis));
  }
}
