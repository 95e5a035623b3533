package dev.vitals.embedded;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs for this machine, as an archive on the class path. */
record Binaries(String version, String platform, URL archive) {
  static final String PREFIX = "postgres-";

  private static final int OWNER_EXECUTES = 0100;

  /**
   * @throws EmbeddedPostgresException there are none for this machine
   */
  static Binaries forThisMachine() throws IOException {
    return forMachine(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static Binaries forMachine(String os, String arch) throws IOException {
    String platform = platform(os, arch);
    URL archive = Binaries.class.getResource("/postgres-" + platform + ".txz");
    if (archive == null) {
      throw new EmbeddedPostgresException(
          "no embedded PostgreSQL for %s/%s: set DATABASE_URL to a database of your own"
              .formatted(os, arch));
    }
    return new Binaries(versionOnClassPath(), platform, archive);
  }

  /** As the archives are named. */
  static String platform(String os, String arch) {
    String system = os.startsWith("Mac") ? "darwin" : os.toLowerCase(Locale.ROOT);
    String machine = arch.equals("amd64") ? "x86_64" : arch.equals("aarch64") ? "arm_64" : arch;
    return system + "-" + machine;
  }

  private static String versionOnClassPath() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Binaries.class.getResourceAsStream("binaries.properties")) {
      properties.load(in);
    }
    return properties.getProperty("version");
  }

  String majorVersion() {
    return version.substring(0, version.indexOf('.'));
  }

  /**
   * Unpacks unless that was done before. The name holds version and platform, so an upgrade, or the
   * same directory used from a container on another system, gets its own.
   */
  Path unpackInto(DataDirectory directory) throws IOException {
    Path home = directory.root().resolve(PREFIX + version + "-" + platform);
    if (!Files.exists(home)) {
      Path unpacked = directory.temporary();
      try (TarArchiveInputStream tar =
          new TarArchiveInputStream(
              new XZCompressorInputStream(new BufferedInputStream(archive.openStream())))) {
        for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
          unpack(tar, entry, unpacked.resolve(entry.getName()));
        }
      }
      directory.publish(unpacked, home);
    }
    return home;
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    // Synced: after a power cut the name must not stand for half a program.
    try (FileChannel file = FileChannel.open(target, CREATE_NEW, WRITE)) {
      tar.transferTo(Channels.newOutputStream(file));
      file.force(false);
    }
    if ((entry.getMode() & OWNER_EXECUTES) != 0) {
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
