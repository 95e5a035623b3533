package dev.vitals.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where everything of the database lies. Its owner-only rights are what keeps other local users
 * from the data and the password.
 *
 * <p>What takes time to make is made in a temporary directory beside its place and then moved, so
 * whatever has its final name is whole, whenever we were killed or the power went.
 */
record DataDirectory(Path root) {
  private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final String TEMPORARY = "tmp-";

  /** The user root. */
  private static final long SYSTEM = 0;

  /** Of our own, in a directory that is not. */
  private static final String FOLDER = "vitals";

  /** What a file system makes at its root, and what we make there. */
  private static final Set<String> NOBODYS = Set.of("lost+found", FOLDER);

  /** initdb and pg_ctl put paths between double quotes into a shell's command line. */
  private static final Pattern UNSAFE_IN_SHELL = Pattern.compile("[\"$`\\\\\\n]");

  /**
   * Opens the directory, creating it if absent. A new one is a folder of our own inside of what was
   * named, where that is a mount point or is shared with us by its group. Nothing in it is touched
   * but its rights: Kubernetes gives all of a volume to a group at each mount, and PostgreSQL does
   * not start in files that a group can write.
   */
  static DataDirectory open(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      createClosed(path);
    }
    // Real, because a process tells the real path of its program.
    DataDirectory named = new DataDirectory(path.toRealPath());
    if (UNSAFE_IN_SHELL.matcher(named.root.toString()).find()) {
      throw new EmbeddedPostgresException(
          "data directory " + named.root + " has one of \" $ ` \\ in its path: choose another");
    }
    DataDirectory directory = named.needsFolder() ? named.folder() : named;
    directory.refuseWhatIsNotOurs();
    restrict(directory.root, OWNER_ONLY);
    if (Files.exists(directory.cluster())) {
      requireOwned(directory.cluster());
      restrict(directory.cluster(), OWNER_ONLY);
    }
    return directory;
  }

  private static void createClosed(Path path) throws IOException {
    Files.createDirectories(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
  }

  /** Whether it is ours or the system's to give, and not ours as a whole. */
  private boolean needsFolder() throws IOException {
    // Once chosen it stays, whatever others put beside it.
    if (!Files.exists(lockFile())
        && Files.exists(new DataDirectory(root.resolve(FOLDER)).lockFile())) {
      return true;
    }
    long owner = Privileges.owner(root);
    boolean isOurs = owner == Privileges.uid();
    if (!Files.isWritable(root) || Files.exists(lockFile()) || !(isOurs || owner == SYSTEM)) {
      return false;
    }
    List<String> names = entries("").stream().map(entry -> entry.getFileName().toString()).toList();
    return NOBODYS.containsAll(names) && !(isOurs && names.isEmpty());
  }

  private DataDirectory folder() throws IOException {
    Path folder = root.resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      createClosed(folder);
    }
    return new DataDirectory(folder.toRealPath());
  }

  private void refuseWhatIsNotOurs() throws IOException {
    requireOwned(root);
    // Listed before the lock file is looked for: a service that starts right now creates it first.
    if (!entries("").isEmpty() && !Files.exists(lockFile())) {
      throw new EmbeddedPostgresException(
          "data directory %s holds other files: choose an empty or a new one".formatted(root));
    }
  }

  private static void requireOwned(Path path) throws IOException {
    long us = Privileges.uid();
    if (Privileges.owner(path) != us) {
      throw new EmbeddedPostgresException(
          "data directory %1$s belongs to user %2$s: if it is meant for Vitals run \"chown -R %3$d %1$s\" as root (of a container: on the folder that is mounted there), else run Vitals as that user, or choose another (VITALS_DATA_DIR)"
              .formatted(path, Files.getOwner(path).getName(), us));
    }
  }

  /** Some file systems ignore rights without a word, so they are read back. */
  static void restrict(Path path, Set<PosixFilePermission> rights) throws IOException {
    Files.setPosixFilePermissions(path, rights);
    if (!Files.getPosixFilePermissions(path).equals(rights)) {
      throw new EmbeddedPostgresException(
          path
              + " cannot be closed to other users: choose a data directory on another file system");
    }
  }

  Path lockFile() {
    return root.resolve("vitals.lock");
  }

  Path passwordFile() {
    return root.resolve("password");
  }

  Path cluster() {
    return root.resolve("pgdata");
  }

  Path log() {
    return root.resolve("postgres.log");
  }

  /** What the last of PostgreSQL's tools printed. */
  Path commandOutput() {
    return root.resolve("command.log");
  }

  /** Unique: initdb outlives a service killed with -9 and still writes into its own. */
  Path temporary() throws IOException {
    return Files.createTempDirectory(root, TEMPORARY);
  }

  /** Moves for good: PostgreSQL syncs its files, but not the directory that names them. */
  void publish(Path finished, Path target) throws IOException {
    Files.move(finished, target, ATOMIC_MOVE);
    try (FileChannel channel = FileChannel.open(root, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Of starts that were killed or failed. */
  void deleteTemporaries() {
    deleteIfPossible(TEMPORARY, root);
  }

  void deleteBinariesOtherThan(Path current) {
    deleteIfPossible(Binaries.PREFIX, current);
  }

  /** What cannot be deleted now takes space, no more, and the next start tries again. */
  private void deleteIfPossible(String prefix, Path except) {
    try {
      for (Path path : entries(prefix)) {
        if (!path.equals(except)) {
          deleteTree(path);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("Leftovers stay directory={} error={}", root, e.toString());
    }
  }

  private List<Path> entries(String prefix) throws IOException {
    try (Stream<Path> list = Files.list(root)) {
      return list.filter(path -> path.getFileName().toString().startsWith(prefix)).toList();
    }
  }

  private static void deleteTree(Path tree) throws IOException {
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
