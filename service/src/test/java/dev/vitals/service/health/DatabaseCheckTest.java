package dev.vitals.service.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.health.HealthCheck.Result;
import dev.vitals.timescale.DatabaseProbe;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.tomcat.jdbc.pool.PoolExhaustedException;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class DatabaseCheckTest {
  private final AtomicInteger forgotten = new AtomicInteger();

  private Result of(SQLException failure) {
    Jdbi jdbi =
        Jdbi.create(
            () -> {
              throw failure;
            });
    return new DatabaseCheck(new DatabaseProbe(jdbi), forgotten::incrementAndGet).execute();
  }

  @Test
  void whatAnswersBehindOneThatIsAwayMayBeAnother() {
    assertThat(of(new SQLException("gone", "08006")).isHealthy()).isFalse();
    assertThat(forgotten).hasValue(1);
  }

  /** Else it would be asked for all of it while it has no time. */
  @Test
  void oneThatIsBusyOrFullIsTheSame() {
    assertThat(of(new PoolExhaustedException("no connection")).isHealthy()).isFalse();
    assertThat(of(new SQLException("timeout", "57014")).isHealthy()).isFalse();
    assertThat(of(new SQLException("disk", "53100")).isHealthy()).isFalse();
    assertThat(forgotten).hasValue(0);
  }
}
