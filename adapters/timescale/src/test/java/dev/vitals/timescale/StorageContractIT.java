package dev.vitals.timescale;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static java.util.Objects.requireNonNull;

import dev.vitals.application.export.SampleSource;
import dev.vitals.application.export.SampleSourceContract;
import dev.vitals.application.ingest.SampleStore;
import dev.vitals.application.ingest.SampleStoreContract;
import dev.vitals.application.query.LatestSource;
import dev.vitals.application.query.LatestSourceContract;
import dev.vitals.application.query.SummarySource;
import dev.vitals.application.query.SummarySourceContract;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.sample.StoredKeys;
import dev.vitals.timescale.export.TimescaleSampleSource;
import dev.vitals.timescale.ingest.TimescaleSampleStore;
import dev.vitals.timescale.ingest.WriteMeter;
import dev.vitals.timescale.kind.StorageSettings;
import dev.vitals.timescale.query.TimescaleLatestSource;
import dev.vitals.timescale.query.TimescaleSummarySource;
import dev.vitals.timescale.rollup.RollupMaintenance;
import dev.vitals.timescale.user.RemovedUsers;
import dev.vitals.timescale.user.TimescaleUserDirectory;
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

/** The ports' contracts on every server, wherever the answers come from. */
@ParameterizedClass(name = "{0} {1}")
@MethodSource("everyServerAndSource")
class StorageContractIT
    implements SampleStoreContract,
        SummarySourceContract,
        LatestSourceContract,
        SampleSourceContract {
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
    /** Where there is one, chunks are put into it behind each batch. */
    COLUMNSTORE
  }

  /** Whose samples they are, and what they carry. */
  enum Of {
    INTEGERS_AND_SHIPPED_METRICS,
    NAMES_AND_A_DOZEN
  }

  private final TestServer server;
  private final From from;
  private final Of of;

  private TestDatabase database;
  private TimescaleUserDirectory directory;
  private RollupMaintenance maintenance;
  private SampleStore store;
  private SummarySource source;
  private LatestSource latest;
  private SampleSource samples;

  StorageContractIT(TestServer server, From from, Of of) {
    this.server = server;
    this.from = from;
    this.of = of;
  }

  static Stream<Arguments> everyServerAndSource() {
    return Arrays.stream(TestServer.values())
        .flatMap(
            server ->
                Arrays.stream(From.values())
                    .filter(from -> from != From.COLUMNSTORE || server == TestServer.TIMESCALE)
                    .flatMap(
                        from ->
                            Arrays.stream(Of.values()).map(of -> Arguments.of(server, from, of))));
  }

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.empty(server);
    StorageSettings settings = TestDatabase.withMetrics(catalogue(), StorageSettings.DEFAULTS);
    database.migrate(settings);
    Jdbi jdbi = database.jdbi();
    directory = new TimescaleUserDirectory(jdbi, 1_000);
    maintenance = database.maintenance(settings);
    TimescaleSampleStore rows = new TimescaleSampleStore(jdbi, WriteMeter.NONE, new RemovedUsers());
    store =
        batches -> {
          List<StoredKeys> stored = rows.store(batches);
          if (from == From.COLUMNSTORE) {
            maintenance.compress();
          }
          return stored;
        };
    TimescaleSummarySource unprepared =
        new TimescaleSummarySource(jdbi, Duration.ZERO, new RemovedUsers());
    source =
        questions -> {
          prepareToAnswer();
          return unprepared.summarize(questions);
        };
    TimescaleLatestSource unpreparedLatest = new TimescaleLatestSource(jdbi, new RemovedUsers());
    latest =
        question -> {
          prepareToAnswer();
          return unpreparedLatest.latest(question);
        };
    samples = new TimescaleSampleSource(jdbi, Duration.ofMinutes(1), new RemovedUsers());
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
  public MetricCatalogue catalogue() {
    return of == Of.NAMES_AND_A_DOZEN ? DOZEN : SHIPPED;
  }

  @Override
  public long user(int number) {
    String name = "user " + number;
    return of == Of.NAMES_AND_A_DOZEN
        ? requireNonNull(directory.findOrAdd(List.of(name)).get(name))
        : number;
  }

  @Override
  public SampleStore store() {
    return store;
  }

  @Override
  public SummarySource source() {
    return source;
  }

  @Override
  public LatestSource latest() {
    return latest;
  }

  @Override
  public SampleSource samples() {
    return samples;
  }
}
