package dev.vitals.service.health;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.application.ingest.ExpiredSamplesException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.domain.sample.StoredKeys;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What commits say about readiness. */
class CommitWatchTest {
  private static final SampleBatch BATCH = new SampleBatchBuilder(SHIPPED, 0).build();

  private Instant now = Instant.parse("2026-11-01T12:00:00Z");
  private @Nullable RuntimeException fault;
  private final CommitWatch watch =
      new CommitWatch(
          batches -> {
            if (fault != null) {
              throw fault;
            }
            return List.of(StoredKeys.NONE);
          },
          () -> now);
  private final CommitsCheck check = new CommitsCheck(() -> false, watch::lateFailure);

  @Test
  void asLongAsCommitsSucceedAllIsWell() {
    watch.store(BATCH);

    assertThat(watch.lateFailure()).isEmpty();
    assertThat(check.execute().isHealthy()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"FULL", "READ_ONLY"})
  void aDatabaseThatTakesNoWritesIsRedUntilACommitSucceeds(Reason reason) {
    fail(reason);
    assertThat(check.execute().isHealthy()).isFalse();
    assertThat(check.execute().getMessage()).isEqualTo(Remedy.of(reason));

    fault = null;
    watch.store(BATCH);

    assertThat(check.execute().isHealthy()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"AWAY", "BUSY"})
  void whatTheCheckOfTheDatabaseTellsIsNotToldTwice(Reason reason) {
    fail(reason);

    assertThat(watch.lateFailure()).contains(reason);
    assertThat(check.execute().isHealthy()).isTrue();
  }

  @Test
  void withoutTrafficAFailureIsForgottenOrNobodyWouldTryAgain() {
    fail(Reason.FULL);
    now = now.plusMillis(14_999);
    assertThat(check.execute().isHealthy()).isFalse();
    now = now.plusMillis(1);

    assertThat(check.execute().isHealthy()).isTrue();
  }

  @Test
  void aClockThatIsSetBackDoesNotMakeItRememberedForLonger() {
    fail(Reason.FULL);
    now = now.minusSeconds(3_600);

    assertThat(check.execute().isHealthy()).isTrue();
  }

  @Test
  void samplesThatAreRefusedSayNothingOfTheDatabase() {
    fault = new ExpiredSamplesException(now);
    assertThatThrownBy(() -> watch.store(BATCH)).isSameAs(fault);

    assertThat(watch.lateFailure()).isEmpty();
  }

  @Test
  void commitsThatDoNotMoveAreRed() {
    CommitsCheck stuck = new CommitsCheck(() -> true, watch::lateFailure);

    assertThat(stuck.execute().isHealthy()).isFalse();
    assertThat(stuck.execute().getMessage()).contains("pg_stat_activity");
  }

  private void fail(Reason reason) {
    fault = new StoreUnavailableException(reason, null);
    assertThatThrownBy(() -> watch.store(BATCH)).isSameAs(fault);
  }
}
