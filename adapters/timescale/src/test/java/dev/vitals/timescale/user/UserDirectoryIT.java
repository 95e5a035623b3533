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
  private UserDirectory directory;

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
  protected UserDirectory another() {
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

    assertThat(names).filteredOn(name -> forgetful.remembered(name) != UserId.NOBODY).hasSize(100);
    assertThat(forgetful.findOrAdd(names)).isEqualTo(added);
  }

  /** Names whose numbers collide are told apart all the same, by every instance. */
  @Test
  void noTwoNamesHaveTheSameNumber() {
    NameNumbers colliding = (name, attempt) -> attempt < 3 ? -42 : NameNumbers.hashed(name, 0);
    UserDirectory first = new TimescaleUserDirectory(jdbi, 100, colliding);
    UserDirectory second = new TimescaleUserDirectory(jdbi, 100, colliding);

    Map<String, Long> added = first.findOrAdd(List.of("ann", "bob", "eve"));

    assertThat(added).containsEntry("ann", -42L);
    assertThat(added.values()).doesNotHaveDuplicates().hasSize(3);
    assertThat(second.findOrAdd(List.of("eve", "zoe", "bob")))
        .containsEntry("bob", added.get("bob"));
    assertThat(second.find(List.of("ann", "bob", "eve"))).isEqualTo(added);
  }

  /** As behind a standby that was promoted before it had everything. */
  @Test
  void aNameThatTheDatabaseForgotGetsTheNumberThatItHad() throws Exception {
    Map<String, Long> before = directory.findOrAdd(List.of("ann", "bob"));
    database.execute("delete from health_metrics_users where name = 'bob'");

    assertThat(another().findOrAdd(List.of("eve", "bob", "ann"))).containsAllEntriesOf(before);
  }

  @Test
  void theTableTakesNoNumberThatIsAnIntegersOrNobodys() {
    for (String id : List.of("1", "0", "-9223372036854775808")) {
      assertThatThrownBy(
              () ->
                  database.execute(
                      "insert into health_metrics_users (id, name) values (" + id + ", 'x')"))
          .hasMessageContaining("check constraint");
    }
  }
}
