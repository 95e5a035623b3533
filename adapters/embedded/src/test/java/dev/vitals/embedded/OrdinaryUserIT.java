package dev.vitals.embedded;

import static dev.vitals.embedded.OrdinaryUser.NOBODY;
import static dev.vitals.embedded.OrdinaryUser.onlyAsRoot;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests run as root here show the way of root; these show an ordinary user's. */
class OrdinaryUserIT {
  /** Not in /etc/passwd, as in a container run with any number for its user. */
  private static final int NAMELESS = 12345;

  @TempDir Path temp;

  @Test
  void anOrdinaryUserStartsItWithoutNamespaces() throws Exception {
    onlyAsRoot("an ordinary user's start");
    Path data = homeOf(NOBODY).resolve("data");
    try (ServiceProcess service = serviceOf(NOBODY, data)) {
      ProcessHandle server = service.awaitServer();
      assertThat(server.info().user()).hasValue("nobody");
      assertThat(userNamespace(server)).isEqualTo(userNamespace(ProcessHandle.current()));
    }
  }

  @Test
  void rootStartsItInANamespaceWhereItIsNotRoot() throws Exception {
    onlyAsRoot("root's start");
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(temp.resolve("data"))) {
      ProcessHandle server = ProcessHandle.of(postgres.serverPid()).orElseThrow();
      assertThat(userNamespace(server)).isNotEqualTo(userNamespace(ProcessHandle.current()));
    }
  }

  @Test
  void oneUsersDirectoryIsRefusedToAnotherEvenToRoot() throws Exception {
    onlyAsRoot("another user's directory");
    try (ServiceProcess service = new ServiceProcess(homeOf(NOBODY))) {
      assertThat(service.firstLine()).contains("belongs to user nobody");
    }
  }

  @Test
  void aUserWithoutANameStartsWhatIsThere() throws Exception {
    onlyAsRoot("the start of a user without a name");
    Path data = homeOf(NAMELESS);
    MadeBefore.copyTo(data);
    try (Stream<Path> copied = Files.walk(data)) {
      for (Path path : copied.toList()) {
        Files.setAttribute(path, "unix:uid", NAMELESS, NOFOLLOW_LINKS);
      }
    }
    try (ServiceProcess service = serviceOf(NAMELESS, data)) {
      assertThat(Privileges.owner(Path.of("/proc", Long.toString(service.awaitServer().pid()))))
          .isEqualTo(NAMELESS);
    }
  }

  @Test
  void aUserWithoutANameIsToldThatMakingADatabaseNeedsOne() throws Exception {
    onlyAsRoot("a database made by a user without a name");
    try (ServiceProcess service = serviceOf(NAMELESS, homeOf(NAMELESS).resolve("data"))) {
      assertThat(service.firstLine())
          .startsWith(
              "EmbeddedPostgresException: cannot create the database: this user has no name")
          .contains("/etc/passwd", "--user nobody", "DATABASE_URL");
    }
  }

  @Test
  void aDirectoryThatMayNotBeMadeIsAMatterOfPermission() throws Exception {
    onlyAsRoot("a directory that may not be made");
    Path data = temp.resolve("data");
    try (ServiceProcess service = serviceOf(NOBODY, data)) {
      assertThat(service.firstLine())
          .isEqualTo(
              "EmbeddedPostgresException: cannot use data directory %1$s: no permission for %1$s"
                  .formatted(data));
    }
  }

  private Path homeOf(int uid) throws IOException {
    Path home = Files.createDirectory(temp.resolve("home"));
    Files.setAttribute(home, "unix:uid", uid);
    return home;
  }

  private ServiceProcess serviceOf(int uid, Path data) throws IOException {
    return new OrdinaryUser(temp, uid).service(data);
  }

  private static String userNamespace(ProcessHandle process) throws IOException {
    return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "ns/user"))
        .toString();
  }
}
