package dev.vitals.embedded;

import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** The database's password: made once, kept in a file that only its owner can read. */
final class Password {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private Password() {}

  static String readOrCreate(DataDirectory directory) throws IOException {
    if (!Files.exists(directory.passwordFile())) {
      create(directory);
    }
    return read(directory);
  }

  static String read(DataDirectory directory) throws IOException {
    DataDirectory.restrict(directory.passwordFile(), OWNER_ONLY);
    return Files.readString(directory.passwordFile());
  }

  private static void create(DataDirectory directory) throws IOException {
    if (Files.exists(directory.cluster())) {
      throw new EmbeddedPostgresException(
          "%s is missing: restore it, the database was made with the password in it"
              .formatted(directory.passwordFile()));
    }
    byte[] secret = new byte[24];
    new SecureRandom().nextBytes(secret);
    Path temporary = directory.temporary();
    Path file = temporary.resolve("password");
    Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    // URL-safe: it goes into an SQL literal, and operators paste it into connection strings.
    Files.writeString(
        file, Base64.getUrlEncoder().withoutPadding().encodeToString(secret), WRITE, SYNC);
    directory.publish(file, directory.passwordFile());
    Files.delete(temporary);
  }
}
