package dev.vitals.simulator.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {
  @Test
  void requestsAreDueAtTheRateOfTheirRecords() {
    RateLimit rate = new RateLimit(1_000);
    assertThat(rate.due(500, 7)).isEqualTo(7);
    assertThat(rate.due(100, 8)).isEqualTo(500_000_007);
    assertThat(rate.due(1, 9)).isEqualTo(600_000_007);
  }

  /** Else a service that was slow for a while would look fast from then on. */
  @Test
  void whoIsBehindStaysDueWhenTheyWere() {
    RateLimit rate = new RateLimit(1_000);
    rate.due(1_000, 0);
    assertThat(rate.due(1_000, 60_000_000_000L)).isEqualTo(1_000_000_000);
  }

  @Test
  void withoutALimitEverythingIsDueNow() {
    RateLimit rate = new RateLimit(Double.POSITIVE_INFINITY);
    assertThat(rate.due(1_000, 5)).isEqualTo(5);
    assertThat(rate.due(1_000, 6)).isEqualTo(6);
  }
}
