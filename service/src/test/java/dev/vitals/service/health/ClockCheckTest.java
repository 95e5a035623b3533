package dev.vitals.service.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.timescale.rollup.ClockReading;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ClockCheckTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration YEAR = Duration.ofDays(365);

  private Instant ours = NOW;
  private Supplier<ClockReading> database = () -> reading(NOW, Optional.of(NOW));
  private final ClockCheck check = new ClockCheck(() -> database.get(), () -> ours);

  @Test
  void aClockThatAgreesWithTheDatabasesIsRight() {
    assertRight();
    ours = NOW.plus(Duration.ofHours(20));
    assertRight();
    ours = NOW.minus(Duration.ofHours(20));
    assertRight();
  }

  @Test
  void oneThatDoesNotIsWrongInEitherDirection() {
    ours = NOW.minus(Duration.ofHours(20)).minusSeconds(1);
    assertWrong("this machine's clock says 2025-12-31T15:59:59Z, and the database's says 2026");
    ours = NOW.plus(YEAR);
    assertWrong("the database's says");
  }

  @Test
  void whereBothLieBehindItIsKnownFromWhatTheDatabaseWasWorkedByBefore() {
    ours = NOW.minus(YEAR);
    database = () -> reading(NOW.minus(YEAR), Optional.of(NOW));

    assertWrong("Vitals has worked on this database by one that said 2026-01-01T12:00:00Z");
    assertThat(check.execute().getMessage()).contains("trust-clock");
  }

  /** Either it jumped, or ours stood still through a long stop. */
  @Test
  void besideADatabaseThatIsAheadOfBothNothingIsRefusedForGood() {
    database = () -> reading(NOW.plus(YEAR), Optional.of(NOW));

    assertThat(check.execute().isHealthy()).isTrue();
    assertThat(check.isWrong()).isTrue();
  }

  @Test
  void aDatabaseWhoseClockIsOffIsNoMeasure() {
    database = () -> reading(NOW.minus(YEAR), Optional.of(NOW));
    assertRight();
    // Nor is a database that stood still for a year one.
    database = () -> reading(NOW.plus(YEAR), Optional.of(NOW));
    ours = NOW.plus(YEAR);
    assertRight();

    ours = NOW.minus(YEAR);
    assertWrong("Vitals has worked on this database");
  }

  @Test
  void aNewDatabaseKnowsNoMoreThanItsOwnClock() {
    database = () -> reading(NOW, Optional.empty());
    assertRight();
    ours = NOW.minus(YEAR);
    assertWrong("the database's says");
  }

  @Test
  void whatWasKnownHoldsOnWhileTheDatabaseDoesNotAnswer() {
    Supplier<ClockReading> answering = database;
    assertRight();
    database = ClockCheckTest::away;
    assertRight();

    database = answering;
    ours = NOW.minus(YEAR);
    assertWrong("says");
    database = ClockCheckTest::away;
    assertWrong("was wrong when the database last answered");

    database = answering;
    ours = NOW;
    assertRight();
  }

  private static ClockReading away() {
    throw new StoreUnavailableException(Reason.AWAY, null);
  }

  private static ClockReading reading(Instant now, Optional<Instant> followed) {
    return new ClockReading(now, followed);
  }

  private void assertRight() {
    assertThat(check.execute().isHealthy()).isTrue();
    assertThat(check.isWrong()).isFalse();
  }

  private void assertWrong(String message) {
    assertThat(check.execute().isHealthy()).isFalse();
    assertThat(check.isWrong()).isTrue();
    assertThat(check.execute().getMessage()).contains(message);
  }
}
