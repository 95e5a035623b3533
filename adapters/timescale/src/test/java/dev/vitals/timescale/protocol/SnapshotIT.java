package dev.vitals.timescale.protocol;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.application.query.LatestQuestion;
import dev.vitals.domain.summary.Summary;
import dev.vitals.timescale.TestServer;
import dev.vitals.timescale.query.TimescaleLatestSource;
import dev.vitals.timescale.query.TimescaleSummarySource;
import dev.vitals.timescale.user.RemovedUsers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 6: readers take marks, corrections, rollups and samples in one snapshot. */
@ParameterizedClass
@EnumSource
class SnapshotIT extends ProtocolTest {
  SnapshotIT(TestServer server) {
    super(server);
  }

  @Test
  void aDayThatIsSettledBehindAnyStatementOfAReaderIsCountedOnce() throws Exception {
    settledUpToNow();
    store.store(sample(noon, 60));
    source.summarize(USER, fortnight, SHIPPED);
    Jdbi interrupted = database.jdbi();
    TimescaleSummarySource reader =
        new TimescaleSummarySource(interrupted, Duration.ZERO, new RemovedUsers());
    reader.summarize(USER, fortnight, SHIPPED);
    List<Integer> written = new ArrayList<>(List.of(60));
    settleOrStoreBehindEachStatement(interrupted, written);

    for (int question = 0; question < 6; question++) {
      Summary answer = reader.summarize(USER, fortnight, SHIPPED);
      assertThat(answer).isIn(prefixes(written));
    }
    assertThat(written).hasSizeGreaterThan(2);
  }

  @Test
  void theNewestValueOfADayThatIsSettledBehindAnyStatementIsFound() throws Exception {
    settledUpToNow();
    List<Integer> written = new ArrayList<>();
    storeNext(written);
    Jdbi interrupted = database.jdbi();
    TimescaleLatestSource reader = new TimescaleLatestSource(interrupted, new RemovedUsers());
    LatestQuestion question = new LatestQuestion(USER, SHIPPED);
    reader.latest(question);
    settleOrStoreBehindEachStatement(interrupted, written);

    for (int asked = 0; asked < 6; asked++) {
      int before = written.size();
      int heartRate = reader.latest(question).values().get(0).orElseThrow().value();
      assertThat(heartRate).isIn(written.subList(before - 1, written.size()));
    }
    assertThat(written).hasSizeGreaterThan(2);
  }

  @Test
  void aReaderSeesNoSampleWithoutALateOneThatCameBeforeIt() throws Exception {
    settledUpToNow();
    Instant recent = Instant.now().minusSeconds(3600);
    Jdbi interrupted = database.jdbi();
    TimescaleSummarySource reader =
        new TimescaleSummarySource(interrupted, Duration.ZERO, new RemovedUsers());
    reader.summarize(USER, fortnight, SHIPPED);
    List<Integer> written = new ArrayList<>();
    Pause.behindEachStatement(
        interrupted,
        () -> {
          storeNext(written);
          store.store(sample(recent.plusSeconds(written.size()), 60 + written.size()));
          written.add(60 + written.size());
        });

    for (int question = 0; question < 3; question++) {
      maintenance(LAG).settle();
      assertThat(reader.summarize(USER, fortnight, SHIPPED)).isIn(prefixes(written));
    }
    assertThat(written).hasSizeGreaterThan(5);
  }

  @Test
  void aReaderThatKnowsAnOlderWatermarkIsRight() throws Exception {
    store.store(sample(noon, 60));
    maintenance(BIG_LAG).refresh();
    assertThat(answer()).isEqualTo(heartRates(60));
    maintenance(LAG).refresh();
    store.store(sample(noon.plusSeconds(60), 70));
    maintenance(LAG).settle();

    assertThat(answer()).isEqualTo(heartRates(60, 70));
  }

  /** By turns: the day is marked to begin with. */
  private void settleOrStoreBehindEachStatement(Jdbi jdbi, List<Integer> written) {
    AtomicBoolean isMarked = new AtomicBoolean(true);
    Pause.behindEachStatement(
        jdbi,
        () -> {
          if (isMarked.getAndSet(!isMarked.get())) {
            maintenance(LAG).settle();
          } else {
            storeNext(written);
          }
        });
  }
}
