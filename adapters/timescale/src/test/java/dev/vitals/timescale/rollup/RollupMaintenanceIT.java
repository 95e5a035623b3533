package dev.vitals.timescale.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.timescale.TestDatabase;
import dev.vitals.timescale.TestServer;
import dev.vitals.timescale.kind.StorageSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RollupMaintenanceIT {
  @ParameterizedTest
  @EnumSource
  void onePieceOfWorkIsNotInTheWayOfTheNext(TestServer server) throws Exception {
    try (TestDatabase database = TestDatabase.migrated(server)) {
      RollupMaintenance maintenance = database.maintenance(StorageSettings.DEFAULTS);
      int kept = 0;
      for (int piece = 0; piece < 200; piece++) {
        kept += maintenance.settle().isEmpty() ? 1 : 0;
      }
      assertThat(kept).isZero();
    }
  }
}
