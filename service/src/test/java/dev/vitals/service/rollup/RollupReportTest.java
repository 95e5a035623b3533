package dev.vitals.service.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.domain.rollup.RollupCoverage;
import dev.vitals.domain.rollup.RollupLevel;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.service.metrics.Scrape;
import dev.vitals.timescale.kind.DetectedDatabase;
import dev.vitals.timescale.rollup.ClockReading;
import dev.vitals.timescale.rollup.RollupState;
import dev.vitals.timescale.rollup.RollupStatus;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RollupReportTest {
  private static final Instant WATERMARK = Instant.parse("2025-06-01T09:15:00Z");
  private static final Duration EXPECTED_AGE = Duration.ofDays(2);
  private static final Duration TOLERANCE = Duration.ofHours(1);
  private static final DetectedDatabase PLAIN =
      DetectedDatabase.of("18.1 (Debian)", Optional.empty(), false, true, false);

  private final PrometheusRegistry metrics = new PrometheusRegistry();
  private final Logger logger = (Logger) LoggerFactory.getLogger(RollupReport.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Instant now = Instant.parse("2025-06-03T09:20:00Z");
  private final RollupReport report = new RollupReport(metrics, () -> now, EXPECTED_AGE);

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO);
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
    logger.setLevel(null);
  }

  @Test
  void beforeAnythingWasLookedAtItIsHealthyUnlessSomethingFailed() {
    assertThat(report.execute().isHealthy()).isTrue();
    assertThat(report.execute().getMessage()).isEqualTo("not looked at yet");
    assertThat(Scrape.of(metrics).find("vitals_rollup_watermark_age_seconds")).isEmpty();
    assertThat(Scrape.of(metrics).find("vitals_rollup_late_marks")).isEmpty();

    report.failed(Work.SETTLE, away());

    assertThat(report.execute().isHealthy()).isFalse();
    assertThat(report.execute().getMessage()).isEqualTo("failing: [settle]");
  }

  @Test
  void theMessageSaysHowTheRollupsStand() {
    report.stands(aged(EXPECTED_AGE));

    assertThat(report.execute().isHealthy()).isTrue();
    assertThat(report.execute().getMessage())
        .isEqualTo(
            "kind=PLAIN postgres=18.1 watermark=2025-06-01T09:15:00Z marks=7 corrections=11"
                + " mismatches=0");
  }

  @Test
  void itSaysFromWhenOnSamplesAreKeptOnceSomeWereDropped() {
    report.stands(aged(EXPECTED_AGE));
    assertThat(Scrape.of(metrics).find("vitals_rollup_horizon_age_seconds")).isEmpty();

    long day = EpochMicros.of(Instant.parse("2025-05-01T00:00:00Z"));
    RollupCoverage below = coverageBelow(WATERMARK);
    report.stands(
        status(
            PLAIN,
            new RollupCoverage(below.quarterHoursBelowMicros(), below.daysBelowMicros(), day),
            Instant.parse("2025-05-02T00:00:00Z")));

    assertThat(report.execute().getMessage()).contains(" horizon=2025-05-01T00:00:00Z ");
    assertFigure("vitals_rollup_horizon_age_seconds", 86_400);
  }

  @Test
  void aWatermarkThatIsNotThereYetIsHealthyUnlessSomethingFails() {
    report.stands(status(PLAIN, RollupCoverage.NONE, now));

    assertThat(report.execute().isHealthy()).isTrue();
    assertThat(report.execute().getMessage()).contains(" watermark=none ");
    assertThat(Scrape.of(metrics).find("vitals_rollup_watermark_age_seconds")).isEmpty();
    assertFigure("vitals_rollup_late_marks", 7);

    report.failed(Work.REFRESH, away());

    assertThat(report.execute().isHealthy()).isFalse();
    assertThat(report.execute().getMessage())
        .contains(" watermark=none ")
        .endsWith(" failing=[refresh]");
  }

  @Test
  void whatIsWrongWithTheDatabaseIsNamed() {
    DetectedDatabase outdated =
        DetectedDatabase.of("17.5", Optional.of("2.20.0"), true, false, true);

    report.stands(status(outdated, coverageBelow(WATERMARK), WATERMARK.plus(EXPECTED_AGE)));

    assertThat(report.execute().isHealthy()).isTrue();
    assertThat(report.execute().getMessage())
        .startsWith("kind=COMMUNITY postgres=17.5 timescaledb=2.20.0 ")
        .contains(" warnings=[fsync ")
        .contains("TimescaleDB 2.20.0 is older than 2.26.3");
  }

  @Test
  void aMismatchIsUnhealthyUntilTheNextStart() {
    report.stands(aged(EXPECTED_AGE));
    report.audited(true);
    assertThat(report.execute().isHealthy()).isTrue();

    report.audited(false);
    report.audited(true);

    assertThat(report.execute().isHealthy()).isFalse();
    assertThat(report.execute().getMessage()).contains(" mismatches=1");
    assertThat(log.list)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getLevel()).isEqualTo(Level.ERROR);
              assertThat(event.getFormattedMessage())
                  .startsWith("audit_mismatch remedy=\"./vitals rollups verify");
            });
  }

  @Test
  void aWatermarkIsBehindWhenItIsOlderThanExpectedByMoreThanTheTolerance() {
    report.stands(aged(EXPECTED_AGE.plus(TOLERANCE)));
    assertThat(report.execute().isHealthy()).isTrue();

    report.stands(aged(EXPECTED_AGE.plus(TOLERANCE).plusSeconds(1)));
    assertThat(report.execute().isHealthy()).isFalse();
    assertThat(report.execute().getMessage())
        .contains(" watermark=2025-06-01T09:15:00Z behind=PT1H1S marks=7 ");

    report.stands(aged(EXPECTED_AGE));
    assertThat(report.execute().isHealthy()).isTrue();
  }

  @Test
  void aWatermarkAgesWhileNobodyLooksAtIt() {
    report.stands(aged(EXPECTED_AGE));

    now = now.plus(TOLERANCE);
    assertThat(report.execute().isHealthy()).isTrue();
    assertGauges((double) EXPECTED_AGE.plus(TOLERANCE).toSeconds(), 7, 11);

    now = now.plusSeconds(1);
    assertThat(report.execute().isHealthy()).isFalse();
    assertThat(report.execute().getMessage()).contains(" behind=PT1H1S ");
  }

  @Test
  void workThatFailsIsNamedUntilItRecovers() {
    report.stands(aged(EXPECTED_AGE));
    report.failed(Work.AUDIT, away());

    assertThat(report.execute().isHealthy()).isTrue();
    assertThat(report.execute().getMessage()).endsWith(" mismatches=0 failing=[audit]");

    report.succeeded(Work.REFRESH);
    assertThat(report.execute().getMessage()).endsWith(" failing=[audit]");

    report.succeeded(Work.AUDIT);
    assertThat(report.execute().getMessage()).doesNotContain("failing");
  }

  @Test
  void workThatFailsAgainAndAgainIsUnhealthyUntilItSucceeds() {
    report.stands(aged(EXPECTED_AGE));
    report.failed(Work.SETTLE, away());
    report.failed(Work.SETTLE, away());
    report.failed(Work.AUDIT, away());
    assertThat(report.execute().isHealthy()).as("twice, and another once").isTrue();

    report.failed(Work.SETTLE, away());
    assertThat(report.execute().isHealthy()).isFalse();
    assertThat(report.execute().getMessage()).contains(" failing=[").contains("settle");

    report.succeeded(Work.SETTLE);
    report.failed(Work.SETTLE, away());
    assertThat(report.execute().isHealthy()).as("counted anew").isTrue();
  }

  @Test
  void aGaugeTellsWhichWorkFailsUntilItSucceeds() {
    for (Work work : Work.values()) {
      assertFigure("vitals_rollup_work_failing{work=\"" + work + "\"}", 0);
    }

    report.failed(Work.SETTLE, away());
    report.failed(Work.SETTLE, away());
    report.succeeded(Work.AUDIT);
    assertFigure("vitals_rollup_work_failing{work=\"settle\"}", 1);
    assertFigure("vitals_rollup_work_failing{work=\"audit\"}", 0);

    report.succeeded(Work.SETTLE);
    assertFigure("vitals_rollup_work_failing{work=\"settle\"}", 0);
  }

  @Test
  void gaugesTellHowTheRollupsStand() {
    report.stands(aged(Duration.ofMinutes(90)));
    assertGauges(5_400, 7, 11);

    report.stands(aged(Duration.ofMinutes(15)));
    assertGauges(900, 7, 11);
  }

  @Test
  void countersAddUpWhatWasDone() {
    report.refreshed(3);
    report.refreshed(2);
    report.settled(40);
    report.settled(2);
    report.compressed(4);
    report.audited(true);
    report.audited(false);
    report.failed(Work.SETTLE, away());
    report.failed(Work.SETTLE, away());

    assertFigure("vitals_rollup_windows_filled_total", 5);
    assertFigure("vitals_rollup_late_marks_settled_total", 42);
    assertFigure("vitals_rollup_chunks_compressed_total", 4);
    assertFigure("vitals_rollup_audited_answers_total", 2);
    assertFigure("vitals_rollup_audit_mismatches_total", 1);
    assertFigure("vitals_rollup_failures_total{work=\"settle\"}", 2);
  }

  @Test
  void aStoreThatIsAwayIsWarnedOfOnceUntilItIsBack() {
    report.failed(Work.REFRESH, away());
    report.failed(Work.REFRESH, away());
    report.failed(Work.SETTLE, away());
    report.succeeded(Work.REFRESH);
    report.succeeded(Work.REFRESH);
    report.failed(Work.REFRESH, new StoreUnavailableException(Reason.FULL, null));

    assertThat(log.list)
        .extracting(ILoggingEvent::toString)
        .containsExactly(
            "[WARN] rollup_work_failed work=refresh reason=AWAY",
            "[WARN] rollup_work_failed work=settle reason=AWAY",
            "[INFO] rollup_work_recovered work=refresh",
            "[WARN] rollup_work_failed work=refresh reason=FULL");
    assertThat(log.list).allMatch(event -> event.getThrowableProxy() == null);
  }

  @Test
  void anythingElseIsAnErrorWithItsStackOnceUntilItRecovers() {
    report.failed(Work.SETTLE, new IllegalStateException("a bug"));
    report.failed(Work.SETTLE, new IllegalStateException("a bug"));

    assertThat(log.list)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getLevel()).isEqualTo(Level.ERROR);
              assertThat(event.getFormattedMessage()).isEqualTo("rollup_work_failed work=settle");
              assertThat(event.getThrowableProxy().getMessage()).isEqualTo("a bug");
              assertThat(event.getThrowableProxy().getStackTraceElementProxyArray()).isNotEmpty();
            });
  }

  @Test
  void asManyMarksAsAreCountedStandForMore() {
    report.stands(marked(RollupStatus.MOST_MARKS - 1));
    assertThat(report.execute().getMessage()).contains(" marks=99999 corrections");

    report.stands(marked(RollupStatus.MOST_MARKS));
    assertThat(report.execute().getMessage()).contains(" marks=100000 or more corrections");
    assertFigure("vitals_rollup_late_marks", 100_000);
    assertFigure("vitals_rollup_late_marks_limit", 100_000);
  }

  @Test
  void aClockThatIsNotBelievedIsUnhealthyAndSaysWhatHelps() {
    Instant now = WATERMARK.plus(EXPECTED_AGE);
    report.stands(off(now, Duration.ofHours(24), false));
    assertThat(report.execute().isHealthy()).isTrue();
    assertDistrusted(0, 0, 0);

    report.stands(off(now.plus(Duration.ofDays(3_653)), Duration.ofDays(3_653), true));
    assertThat(report.execute().isHealthy()).isFalse();
    assertThat(report.execute().getMessage())
        .contains(" clock=2035-06-04T09:15:00Z clock_followed_to=2025-06-03T09:15:00Z")
        .contains(" retention=waits ")
        .contains("./vitals rollups trust-clock config.yml")
        // Which it is by that clock alone.
        .doesNotContain("behind=");
    assertDistrusted(1, 0, 0);

    report.stands(off(now, Duration.ofHours(-21), false));
    assertThat(report.execute().isHealthy()).isFalse();
    assertThat(report.execute().getMessage())
        .contains(" clock_followed_to=2025-06-04T06:15:00Z")
        .doesNotContain("retention");
    assertDistrusted(0, 1, 0);

    report.stands(off(now, Duration.ofHours(-20), false));
    assertThat(report.execute().isHealthy()).isTrue();
  }

  @Test
  void retentionThatWaitsForTheFirstWitnessIsUnhealthyToo() {
    report.stands(
        new RollupStatus(
            PLAIN,
            state(coverageBelow(WATERMARK)),
            new ClockReading(WATERMARK.plus(EXPECTED_AGE), Optional.empty()),
            true,
            7,
            11));

    assertThat(report.execute().isHealthy()).isFalse();
    assertThat(report.execute().getMessage()).contains(" retention=waits remedy=");
    assertDistrusted(0, 0, 1);
  }

  private void assertDistrusted(double ahead, double behind, double unproven) {
    assertFigure("vitals_rollup_clock_distrusted{why=\"ahead\"}", ahead);
    assertFigure("vitals_rollup_clock_distrusted{why=\"behind\"}", behind);
    assertFigure("vitals_rollup_clock_distrusted{why=\"unproven\"}", unproven);
  }

  private static RollupStatus marked(long marks) {
    return new RollupStatus(
        PLAIN,
        state(coverageBelow(WATERMARK)),
        clock(WATERMARK.plus(EXPECTED_AGE), Duration.ZERO),
        false,
        marks,
        11);
  }

  private static RollupStatus off(Instant databaseNow, Duration ahead, boolean retentionWaits) {
    return new RollupStatus(
        PLAIN, state(coverageBelow(WATERMARK)), clock(databaseNow, ahead), retentionWaits, 7, 11);
  }

  private static ClockReading clock(Instant databaseNow, Duration ahead) {
    return new ClockReading(databaseNow, Optional.of(databaseNow.minus(ahead)));
  }

  private static StoreUnavailableException away() {
    return new StoreUnavailableException(Reason.AWAY, new IllegalStateException("user 4242"));
  }

  private static RollupStatus aged(Duration age) {
    return status(PLAIN, coverageBelow(WATERMARK), WATERMARK.plus(age));
  }

  private static RollupCoverage coverageBelow(Instant watermark) {
    long below = EpochMicros.of(watermark);
    return new RollupCoverage(below, RollupLevel.DAY.floor(below), RollupCoverage.NEVER);
  }

  private static RollupStatus status(
      DetectedDatabase database, RollupCoverage coverage, Instant databaseNow) {
    return new RollupStatus(
        database, state(coverage), clock(databaseNow, Duration.ZERO), false, 7, 11);
  }

  private static RollupState state(RollupCoverage coverage) {
    return new RollupState(
        RollupState.PROTOCOL,
        1,
        coverage,
        coverage.quarterHoursBelowMicros(),
        RollupCoverage.NEVER,
        0);
  }

  private void assertGauges(double ageSeconds, double marks, double corrections) {
    assertFigure("vitals_rollup_watermark_age_seconds", ageSeconds);
    assertFigure("vitals_rollup_late_marks", marks);
    assertFigure("vitals_rollup_corrections", corrections);
  }

  private void assertFigure(String name, double value) {
    assertThat(Scrape.of(metrics).value(name)).isEqualTo(value);
  }
}
