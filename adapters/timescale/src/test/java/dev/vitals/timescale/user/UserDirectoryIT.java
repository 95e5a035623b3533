package dev.vitals.timescale.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.application.user.UserDirectory;
import dev.vitals.application.user.UserDirectoryContract;
import dev.vitals.domain.user.UserId;
import dev.vitals.timescale.TestDatabase;
import dev.vitals.timescale.TestServer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestServer.class)
class UserDirectoryIT extends UserDirectoryContract {
  private final TestServer server;
  private TestDatabase database;
  private Jdbi jdbi;
  private TimescaleUserDirectory directory;

  UserDirectoryIT(TestServer server) {
    this.server = server;
  }

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.migrated(server);
    jdbi = database.jdbi();
    directory = another();
  }

  @AfterEach
  void close() throws Exception {
    if (database != null) {
      database.close();
    }
  }

  @Override
  protected UserDirectory directory() {
    return directory;
  }

  @Override
  protected TimescaleUserDirectory another() {
    return new TimescaleUserDirectory(jdbi, 10_000);
  }

  @Test
  void whatWasUsedIsRememberedAndAsksNothing() throws Exception {
    Map<String, Long> added = directory.findOrAdd(List.of("ann"));
    another().findOrAdd(List.of("bob"));
    directory.find(List.of("bob"));
    database.execute("alter table health_metrics_users rename to hidden");

    assertThat(directory.remembered("ann")).isEqualTo(added.get("ann"));
    assertThat(directory.remembered("bob")).isNegative();
  }

  @Test
  void memoryIsBoundedAndWhatItForgetsIsFoundAgain() {
    UserDirectory forgetful = new TimescaleUserDirectory(jdbi, 100);
    List<String> names = IntStream.range(0, 1_000).mapToObj(n -> "user-" + n).toList();

    Map<String, Long> added = forgetful.findOrAdd(names);

    assertThat(names)
        .filteredOn(name -> forgetful.remembered(name) != UserId.NOBODY)
        .hasSizeBetween(50, 100);
    assertThat(forgetful.findOrAdd(names)).isEqualTo(added);
  }

  /** As behind a standby that was promoted before it had everything. */
  @Test
  void aNumberThatTheDatabaseForgotIsNobodyElses() throws Exception {
    Map<String, Long> before = directory.findOrAdd(List.of("ann", "bob"));
    database.execute("delete from health_metrics_users");
    database.execute("select setval('health_metrics_users_added', 0, false)");
    directory.forget();

    Map<String, Long> behind = directory.findOrAdd(List.of("eve", "bob"));

    assertThat(directory.remembered("ann")).isEqualTo(UserId.NOBODY);
    assertThat(behind.values()).doesNotContainAnyElementsOf(before.values());
  }

  /** More than there are numbers within a millisecond's own. */
  @Test
  void numbersGoOnWhereTheSequenceBeginsAnew() throws Exception {
    database.execute("select setval('health_metrics_users_added', 1048570)");
    List<String> names = IntStream.range(0, 100).mapToObj(n -> "anew-" + n).toList();

    assertThat(directory.findOrAdd(names).values())
        .doesNotHaveDuplicates()
        .hasSize(100)
        .allMatch(number -> number >= UserId.LEAST_OF_NAMES && number < 0);
  }

  @Test
  void theTableTakesNoNumberThatIsAnIntegersOrNobodys() {
    for (String id : List.of("1", "0", "-4611686018427387905")) {
      assertThatThrownBy(
              () ->
                  database.execute(
                      "insert into health_metrics_users (id, name) values (" + id + ", 'x')"))
          .hasMessageContaining("check constraint");
    }
  }
}
