package dev.vitals.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(8), 0);

  @Test
  void triesAtOnceAndThenAfterEverLongerPausesUpToTheLongest() {
    assertThat(triesBetween(0, 40)).containsExactly(0, 1, 3, 7, 15, 23, 31, 39);
  }

  @Test
  void startsOverAfterAQuietTime() {
    assertThat(triesBetween(0, 16)).containsExactly(0, 1, 3, 7, 15);
    assertThat(triesBetween(100, 108)).containsExactly(100, 101, 103, 107);
  }

  private List<Integer> triesBetween(int from, int to) {
    List<Integer> tries = new ArrayList<>();
    for (int second = from; second <= to; second++) {
      if (backoff.mayTry(Duration.ofSeconds(second).toNanos())) {
        tries.add(second);
      }
    }
    return tries;
  }
}
