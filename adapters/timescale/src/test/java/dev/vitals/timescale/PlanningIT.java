package dev.vitals.timescale;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * A question is planned once and answered by one process where there are no chunks; where there
 * are, the server chooses.
 */
class PlanningIT {
  @Test
  void aTableIsPlannedForOnce() throws Exception {
    assertThat(on(TestServer.POSTGRES, "plan_cache_mode")).isEqualTo("force_generic_plan");
  }

  @Test
  void aTableIsReadByOneProcess() throws Exception {
    assertThat(on(TestServer.POSTGRES, "max_parallel_workers_per_gather")).isEqualTo("0");
  }

  @Test
  void overAHypertableTheServerChooses() throws Exception {
    assertThat(on(TestServer.TIMESCALE, "plan_cache_mode")).isEqualTo("auto");
    assertThat(on(TestServer.TIMESCALE, "max_parallel_workers_per_gather")).isNotEqualTo("0");
  }

  private static String on(TestServer server, String setting) throws Exception {
    try (TestDatabase database = TestDatabase.migrated(server)) {
      return database.sessionSetting(setting);
    }
  }
}
