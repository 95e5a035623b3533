package dev.vitals.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests run as root here show the way of root; these show an ordinary user's. */
class OrdinaryUserIT {
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

  @TempDir Path temp;

  @Test
  void anOrdinaryUserStartsItWithoutNamespaces() throws Exception {
    onlyAsRoot("an ordinary user's start");
    letNobodyIn();
    Path data = temp.resolve("nobody/data");
    try (ServiceProcess service = new ServiceProcess(AS_NOBODY, copiedClassPath(), data)) {
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
    letNobodyIn();
    try (ServiceProcess service =
        new ServiceProcess(
            List.of(), System.getProperty("java.class.path"), temp.resolve("nobody"))) {
      assertThat(service.firstLine()).contains("belongs to user nobody");
    }
  }

  private void letNobodyIn() throws IOException, InterruptedException {
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectory(temp.resolve("nobody"));
    Files.setAttribute(temp.resolve("nobody"), "unix:uid", 65534);
  }

  /** Maven's repository is in root's home, where nobody else can read it. */
  private String copiedClassPath() throws IOException {
    List<String> copies = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path target = temp.resolve("classpath").resolve(Integer.toString(copies.size()));
      copyTree(Path.of(entry), target);
      copies.add(target.toString());
    }
    return String.join(File.pathSeparator, copies);
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        Files.createDirectories(target.getParent());
        Files.copy(path, target);
      }
    }
  }

  private static String userNamespace(ProcessHandle process) throws IOException {
    return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "ns/user"))
        .toString();
  }

  private static void onlyAsRoot(String what) {
    boolean root = new UnixSystem().getUid() == 0 && Files.exists(Path.of("/proc/self/ns/user"));
    if (!root) {
      System.out.println("NOT TESTED here, needs root on Linux: " + what);
    }
    assumeTrue(root);
  }
}
