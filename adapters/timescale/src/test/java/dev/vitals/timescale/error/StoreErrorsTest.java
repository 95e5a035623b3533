package dev.vitals.timescale.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.tomcat.jdbc.pool.PoolExhaustedException;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.mapper.NoSuchMapperException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreErrorsTest {
  @ParameterizedTest
  @CsvSource({
    "08000, AWAY", // connection_exception
    "08001, AWAY", // refused
    "08006, AWAY", // connection lost
    "57P01, AWAY", // admin_shutdown
    "57P02, AWAY", // crash_shutdown
    "57P03, AWAY", // cannot_connect_now
    "28P01, AWAY", // invalid_password
    "3D000, AWAY", // invalid_catalog_name
    "58000, AWAY", // system_error
    "58030, AWAY", // io_error
    "58P01, AWAY", // undefined_file: shared memory, an extension's library
    "53300, BUSY", // too_many_connections
    "53200, BUSY", // out_of_memory
    "57014, BUSY", // query_canceled
    "55P03, BUSY", // lock_not_available
    "40001, BUSY", // serialization_failure
    "40P01, BUSY", // deadlock_detected
    "25006, READ_ONLY", // read_only_sql_transaction
    "53100, FULL" // disk_full
  })
  void aStoreThatCannotAnswerNowIsUnavailable(String state, Reason reason) {
    assertThat(StoreErrors.unavailable(new SQLException("", state))).contains(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"22003", "23514", "42P01", "42501", "XX000", ""})
  void aStoreThatSaysNoHasRejected(String state) {
    assertThatThrownBy(
            () -> StoreErrors.translated(failing(new SQLException("", state), new AtomicInteger())))
        .isInstanceOf(StoreRejectedException.class);
  }

  @Test
  void aPoolThatGivesNoConnectionIsBusyAndOneThatIsClosedIsAway() {
    assertThat(StoreErrors.unavailable(new PoolExhaustedException())).contains(Reason.BUSY);
    assertThat(StoreErrors.unavailable(new SQLException("Connection pool closed.")))
        .contains(Reason.AWAY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01"})
  void aStatementThatLostAgainstAnotherIsTriedThreeTimes(String state) {
    AtomicInteger tries = new AtomicInteger();
    AtomicInteger retries = new AtomicInteger();

    assertThatThrownBy(
            () ->
                StoreErrors.translated(
                    failing(new SQLException("", state), tries), retries::incrementAndGet))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(tries).hasValue(3);
    assertThat(retries).hasValue(2);
  }

  @Test
  void aConnectionLostInMidStatementIsNotTriedAgainHere() {
    AtomicInteger tries = new AtomicInteger();

    assertThatThrownBy(() -> StoreErrors.translated(failing(new SQLException("", "08006"), tries)))
        .isInstanceOf(StoreUnavailableException.class)
        .hasCauseInstanceOf(ConnectionException.class);
    assertThat(tries).hasValue(1);
  }

  @Test
  void aFaultOfOursInsideJdbiIsARejection() {
    assertThatThrownBy(
            () ->
                StoreErrors.translated(
                    () -> {
                      throw new NoSuchMapperException("no mapper");
                    }))
        .isInstanceOf(StoreRejectedException.class);
  }

  private static StoreErrors.Statement<Object> failing(SQLException cause, AtomicInteger tries) {
    return () -> {
      tries.incrementAndGet();
      throw new ConnectionException(cause);
    };
  }
}
