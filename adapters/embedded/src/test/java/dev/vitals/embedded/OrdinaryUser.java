package dev.vitals.embedded;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Starts services as another user than root, who runs the tests.
 *
 * @param temp the test's own directory
 * @param uid also the number of the group
 */
record OrdinaryUser(Path temp, int uid) {
  static final int NOBODY = 65534;

  OrdinaryUser(Path temp) {
    this(temp, NOBODY);
  }

  ServiceProcess service(Path data) throws IOException {
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new ServiceProcess(
        List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups"),
        copiedClassPath(),
        data);
  }

  /** Maven's repository is in root's home, where nobody else can read it. */
  private String copiedClassPath() throws IOException {
    List<String> copies = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path target = temp.resolve("classpath").resolve(Integer.toString(copies.size()));
      if (!Files.exists(target)) {
        copyTree(Path.of(entry), target);
      }
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

  static void onlyAsRoot(String what) throws IOException {
    boolean root = Privileges.uid() == 0 && Files.exists(Path.of("/proc/self/ns/user"));
    if (!root) {
      System.out.println("NOT TESTED here, needs root on Linux: " + what);
    }
    assumeTrue(root);
  }
}
