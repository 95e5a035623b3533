package dev.vitals.embedded;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostTest {
  @TempDir Path temp;
  private Path program;

  @BeforeEach
  void makeDirectory() throws Exception {
    program = Files.createDirectory(temp.resolve("bin")).resolve("postgres");
  }

  @Test
  void aProgramThatRunsIsNoReason() throws Exception {
    script("#!/bin/sh\n[ \"$*\" = --version ]\n");
    assertThatCode(() -> requireRuns(List.of())).doesNotThrowAnyException();
  }

  /** The kernel says the same of a loader that is missing and of a script's missing shell. */
  @Test
  void aLoaderThatIsMissingIsAnotherLibrary() throws Exception {
    script("#!/nowhere/ld-linux-x86-64.so.2\n");
    assertIsAnotherLibrary(List.of());
    assertIsAnotherLibrary(List.of("env"));
  }

  @Test
  void symbolsThatMuslDoesNotHaveAreAnotherLibrary() throws Exception {
    script(
        """
        #!/bin/sh
        echo "Error relocating $0: __sprintf_chk: symbol not found" >&2
        exit 127
        """);
    assertIsAnotherLibrary(List.of());
  }

  @Test
  void aLibraryThatIsMissingIsNamed() throws Exception {
    script(
        """
        #!/bin/sh
        echo "postgres: error while loading shared libraries: libz.so.1: cannot open shared object file: No such file or directory" >&2
        exit 127
        """);
    assertThatThrownBy(() -> requireRuns(List.of()))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContainingAll("does not run here", "libz.so.1", "DATABASE_URL")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aProgramThatMayNotBeRunIsAVolumeMountedNoexec() throws Exception {
    script("#!/bin/sh\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> requireRuns(List.of()))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContainingAll("noexec", "--tmpfs " + temp + ":exec", "VITALS_DATA_DIR");
  }

  private void script(String text) throws Exception {
    Files.writeString(program, text);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void requireRuns(List<String> prefix) throws Exception {
    Host.requireRuns(new Commands(prefix, temp, new DataDirectory(temp)));
  }

  private void assertIsAnotherLibrary(List<String> prefix) {
    assertThatThrownBy(() -> requireRuns(prefix))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContainingAll("glibc", "musl", "DATABASE_URL")
        .hasMessageNotContaining("directory")
        .hasMessageNotContaining("\n");
  }
}
