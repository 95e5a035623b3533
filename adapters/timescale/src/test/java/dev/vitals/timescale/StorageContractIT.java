package dev.vitals.timescale;

import dev.vitals.application.ingest.SampleStore;
import dev.vitals.application.ingest.SampleStoreContract;
import dev.vitals.application.query.SummarySource;
import dev.vitals.application.query.SummarySourceContract;
import dev.vitals.domain.sample.StoredKeys;
import dev.vitals.timescale.ingest.TimescaleSampleStore;
import dev.vitals.timescale.ingest.WriteMeter;
import dev.vitals.timescale.kind.StorageSettings;
import dev.vitals.timescale.rollup.RollupMaintenance;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both ports' contracts on every server, wherever the answers come from. */
@ParameterizedClass(name = "{0} {1}")
@MethodSource("everyServerAndSource")
class StorageContractIT implements SampleStoreContract, SummarySourceContract {
  /** Where the contracts' samples, all of last year, are when they are asked for. */
  enum From {
    /** Rollups are not filled. */
    SAMPLES,
    /** They were filled before the samples came: all of them are late. */
    MARKED_DAYS,
    /** The same, and settled. */
    CORRECTIONS,
    /** They were filled after the samples had come. */
    ROLLUPS,
    /** Chunks are put into the columnstore, where there is one, behind each batch. */
    COLUMNSTORE
  }

  private final TestServer server;
  private final From from;

  private TestDatabase database;
  private RollupMaintenance maintenance;
  private SampleStore store;
  private SummarySource source;

  StorageContractIT(TestServer server, From from) {
    this.server = server;
    this.from = from;
  }

  static Stream<Arguments> everyServerAndSource() {
    return Arrays.stream(TestServer.values())
        .flatMap(server -> Arrays.stream(From.values()).map(from -> Arguments.of(server, from)));
  }

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.migrated(server);
    Jdbi jdbi = database.jdbi();
    maintenance = database.maintenance(StorageSettings.DEFAULTS);
    TimescaleSampleStore rows = new TimescaleSampleStore(jdbi, WriteMeter.NONE);
    store =
        batches -> {
          List<StoredKeys> stored = rows.store(batches);
          if (from == From.COLUMNSTORE) {
            maintenance.compress();
          }
          return stored;
        };
    TimescaleSummarySource unprepared = new TimescaleSummarySource(jdbi, Duration.ZERO);
    source =
        questions -> {
          prepareToAnswer();
          return unprepared.summarize(questions);
        };
    if (from != From.SAMPLES && from != From.ROLLUPS) {
      maintenance.refresh();
    }
  }

  private void prepareToAnswer() {
    if (from == From.CORRECTIONS || from == From.COLUMNSTORE) {
      maintenance.settle();
    } else if (from == From.ROLLUPS) {
      maintenance.refresh();
    }
  }

  @AfterEach
  void close() throws Exception {
    if (database != null) {
      database.close();
    }
  }

  @Override
  public SampleStore store() {
    return store;
  }

  @Override
  public SummarySource source() {
    return source;
  }
}
