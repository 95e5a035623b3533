package dev.vitals.timescale;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.db.ManagedDataSource;
import org.junit.jupiter.api.Test;

/** A question is planned once where there are no chunks, and for each range where there are. */
class PlanOnceIT {
  @Test
  void aTableIsPlannedForOnce() throws Exception {
    assertThat(modeOn(TestServer.POSTGRES)).isEqualTo("force_generic_plan");
  }

  @Test
  void overAHypertableTheServerChooses() throws Exception {
    assertThat(modeOn(TestServer.TIMESCALE)).isEqualTo("auto");
  }

  private static String modeOn(TestServer server) throws Exception {
    try (TestDatabase database = TestDatabase.migrated(server)) {
      ManagedDataSource pool = database.pool();
      return TestDatabase.jdbi(pool)
          .withHandle(
              handle ->
                  handle
                      .createQuery("select current_setting('plan_cache_mode')")
                      .mapTo(String.class)
                      .one());
    }
  }
}
