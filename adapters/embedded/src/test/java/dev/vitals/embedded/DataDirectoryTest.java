package dev.vitals.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirectoryTest {
  @TempDir Path temp;

  @Test
  void aNewOneIsClosedToOthers() throws Exception {
    assertThat(rights(DataDirectory.open(temp.resolve("a/b")).root())).isEqualTo("rwx------");
  }

  @Test
  void anOpenOneIsClosedToOthers() throws Exception {
    open(temp, "rwxrwxrwx");
    DataDirectory.open(temp);
    assertThat(rights(temp)).isEqualTo("rwx------");
  }

  /** Somebody's home, or /tmp: its rights must not change because of a typing error. */
  @Test
  void oneWithOtherFilesIsRefusedAndLeftAsItIs() throws Exception {
    open(temp, "rwxrwxrwx");
    Files.createFile(temp.resolve("letter.txt"));
    assertThatThrownBy(() -> DataDirectory.open(temp))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContainingAll(temp.toString(), "other files");
    assertThat(rights(temp)).isEqualTo("rwxrwxrwx");
  }

  @Test
  void aFileSystemsRootGetsAFolderOfOurOwn() throws Exception {
    open(temp, "rwxrwxr-x");
    Files.createDirectory(temp.resolve("lost+found"));
    DataDirectory first = DataDirectory.open(temp);
    assertThat(first.root()).isEqualTo(temp.toRealPath().resolve("vitals"));
    assertThat(rights(first.root())).isEqualTo("rwx------");
    assertThat(rights(temp)).as("not ours alone").isEqualTo("rwxrwxr-x");
    assertThat(DataDirectory.open(temp)).isEqualTo(first);
  }

  /** As one whose disk was checked after it was made. */
  @Test
  void whatIsOursAlreadyStaysWhereItIs() throws Exception {
    DataDirectory before = DataDirectory.open(temp);
    DirectoryLock.acquire(before).close();
    Files.createDirectory(temp.resolve("lost+found"));
    assertThat(DataDirectory.open(temp)).isEqualTo(before);
  }

  @Test
  void aFolderOfOurNameWithOtherFilesIsRefused() throws Exception {
    Files.createDirectory(temp.resolve("lost+found"));
    Files.createDirectory(temp.resolve("vitals"));
    Files.createFile(temp.resolve("vitals/letter.txt"));
    assertThatThrownBy(() -> DataDirectory.open(temp))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContainingAll(temp + "/vitals", "other files");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$HOME", "`id`", "a\"b", "a\\b", "a\nb"})
  void aPathThatMeansSomethingToAShellIsRefused(String name) {
    assertThatThrownBy(() -> DataDirectory.open(temp.resolve(name)))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("choose another");
  }

  @Test
  void aPasswordThatOthersCouldReadIsClosedToThem() throws Exception {
    DataDirectory directory = DataDirectory.open(temp);
    String password = Password.readOrCreate(directory);
    open(directory.passwordFile(), "rw-r--r--");
    assertThat(Password.readOrCreate(directory)).isEqualTo(password);
    assertThat(rights(directory.passwordFile())).isEqualTo("rw-------");
  }

  @Test
  void aNewPasswordLeavesNothingElse() throws Exception {
    DataDirectory directory = DataDirectory.open(temp);
    Password.readOrCreate(directory);
    try (Stream<Path> entries = Files.list(directory.root())) {
      assertThat(entries).containsExactly(directory.passwordFile());
    }
  }

  @Test
  void aLostPasswordIsNotReplacedByOneThatTheDatabaseDoesNotKnow() throws Exception {
    DataDirectory directory = DataDirectory.open(temp);
    Files.createDirectory(directory.cluster());
    assertThatThrownBy(() -> Password.readOrCreate(directory))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContainingAll("password", "restore");
  }

  @Test
  void anotherMajorVersionsFilesAreRefused() throws Exception {
    DataDirectory directory = DataDirectory.open(temp);
    Files.createDirectory(directory.cluster());
    Files.writeString(directory.cluster().resolve("PG_VERSION"), "17\n");
    assertThatThrownBy(() -> Cluster.checkVersion(directory, Binaries.forThisMachine()))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContainingAll("made by PostgreSQL 17", "18", "pg_dump of PostgreSQL 17")
        .hasMessageNotContaining("\n");
  }

  private static void open(Path path, String rights) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
