package dev.vitals.simulator.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SyncFeedTest {
  private static final Sync QUARTER = new Sync(1, 100, 110, 115, false, 6_900);
  private static final Sync NEXT = new Sync(2, 100, 100, 115, false, 6_960);

  @Test
  void aSyncLongerThanWhatIsAskedForIsCut() throws Exception {
    SyncFeed feed = new SyncFeed(List.of(QUARTER, NEXT).iterator(), Pace.AT_ONCE);
    assertThat(feed.take(12)).containsExactly(new Sync(1, 100, 110, 112, false, 6_900));
    assertThat(feed.take(12))
        .containsExactly(
            new Sync(1, 112, 112, 115, false, 6_900), new Sync(2, 100, 100, 109, false, 6_960));
    assertThat(feed.take(12)).containsExactly(new Sync(2, 109, 109, 115, false, 6_960));
    assertThat(feed.take(12)).isEmpty();
  }

  @Test
  void whatIsNotDueYetIsLeftForLater() throws Exception {
    Pace firstOnly = due -> due == QUARTER.dueSecond() ? Duration.ZERO : Duration.ofHours(1);
    SyncFeed feed = new SyncFeed(List.of(QUARTER, NEXT).iterator(), firstOnly);
    assertThat(feed.take(100)).containsExactly(QUARTER);
  }

  @Test
  void stoppingWakesWhoeverWaits() throws Exception {
    SyncFeed feed = new SyncFeed(List.of(QUARTER).iterator(), due -> Duration.ofHours(1));
    CompletableFuture<List<Sync>> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return feed.take(100);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    feed.stop();
    assertThat(waiting.get(10, TimeUnit.SECONDS)).isEmpty();
  }

  @Test
  void simulatedTimeRunsAtItsSpeedUntilItHasCaughtUpWithTheClock() {
    Instant begun = Instant.parse("2026-03-01T12:00:00Z");
    AtomicReference<Instant> now = new AtomicReference<>(begun);
    Instant start = begun.minus(Duration.ofHours(10));
    Pace pace = Pace.catchingUp(now::get, start, 60);

    assertThat(pace.until(start.plusSeconds(600).getEpochSecond())).isEqualTo(seconds(10));
    now.set(begun.plusSeconds(10));
    assertThat(pace.until(start.plusSeconds(600).getEpochSecond())).isEqualTo(seconds(0));
    // In the future, no speed helps.
    assertThat(pace.until(begun.plusSeconds(40).getEpochSecond())).isGreaterThan(seconds(30));
    Instant caughtUp = begun.plus(Duration.ofHours(1));
    now.set(caughtUp);
    assertThat(pace.until(caughtUp.plusSeconds(30).getEpochSecond())).isEqualTo(seconds(30));
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
