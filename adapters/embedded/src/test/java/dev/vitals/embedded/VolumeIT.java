package dev.vitals.embedded;

import static dev.vitals.embedded.OrdinaryUser.NOBODY;
import static dev.vitals.embedded.OrdinaryUser.onlyAsRoot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories as Kubernetes, Docker and file systems hand them out. */
class VolumeIT {
  @TempDir Path temp;

  @Test
  void whatKubernetesGaveToAGroupAtAMountIsTakenBack() throws Exception {
    Path data = MadeBefore.copyTo(temp.resolve("data"));
    try (EmbeddedPostgres first = EmbeddedPostgres.start(data)) {
      Sql.execute(first, "create table kept as select 42 as answer");
    }
    run("chmod", "-R", "g+rwX", data.toString());
    run("find", data.toString(), "-type", "d", "-exec", "chmod", "g+s", "{}", "+");
    assertThat(rights(data.resolve("pgdata"))).isEqualTo("rwxrwx---");

    try (EmbeddedPostgres second = EmbeddedPostgres.start(data)) {
      assertThat(Sql.query(second, "select answer from kept")).isEqualTo("42");
    }
    assertThat(rights(data)).isEqualTo("rwx------");
    assertThat(rights(data.resolve("pgdata"))).isEqualTo("rwx------");
    assertThat(rights(data.resolve("password"))).isEqualTo("rw-------");
  }

  /** As a volume with ext4 is after its first mount, with the group that Kubernetes gave it. */
  @Test
  void aVolumeOfRootsThatOurGroupMayWriteHoldsAFolderOfOurOwn() throws Exception {
    onlyAsRoot("a volume that belongs to root and our group");
    Path volume = Files.createDirectory(temp.resolve("volume"));
    Files.createDirectory(volume.resolve("lost+found"));
    Files.setAttribute(volume, "unix:gid", NOBODY);
    run("chmod", "2770", volume.toString());
    run("chmod", "700", volume.resolve("lost+found").toString());

    OrdinaryUser user = new OrdinaryUser(temp);
    for (String start : List.of("first", "second")) {
      try (ServiceProcess service = user.service(volume)) {
        assertThat(service.awaitServer().info().user()).as(start).hasValue("nobody");
      }
    }
    assertThat(volume.resolve("vitals/pgdata/PG_VERSION")).exists();
    assertThat(rights(volume.resolve("vitals"))).isEqualTo("rwx------");
    assertThat(rights(volume)).as("not ours to change").isEqualTo("rwxrwx---");
  }

  @Test
  void aFolderThatDockerMadeAsRootIsRefusedWithTheCommandThatHelps() throws Exception {
    onlyAsRoot("a folder that belongs to root");
    Path volume = Files.createDirectory(temp.resolve("volume"));
    Files.setPosixFilePermissions(volume, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (ServiceProcess service = new OrdinaryUser(temp).service(volume)) {
      assertThat(service.firstLine())
          .startsWith(
              "EmbeddedPostgresException: data directory %s belongs to user root: "
                  .formatted(volume))
          .contains("\"chown -R %d %s\"".formatted(NOBODY, volume));
    }
    assertThat(volume).isEmptyDirectory();
  }

  @Test
  void filesOfAnotherUserInOurDirectoryAreRefusedWithTheCommandThatHelps() throws Exception {
    onlyAsRoot("files that belong to another user");
    Path data = MadeBefore.copyTo(temp.resolve("data"));
    Files.setAttribute(data.resolve("pgdata"), "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    try (ServiceProcess service = new ServiceProcess(data)) {
      assertThat(service.firstLine())
          .contains("%s/pgdata belongs to user nobody".formatted(data), "\"chown -R 0 ");
    }
  }

  /** In a mount namespace of its own, which ends with the service. */
  @Test
  void aVolumeThatRunsNoProgramsIsRefusedWithTheOptionThatHelps() throws Exception {
    onlyAsRoot("a volume that is mounted noexec");
    Path volume = Files.createDirectory(temp.resolve("volume"));
    List<String> prefix =
        new ArrayList<>(
            List.of(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount -t tmpfs -o noexec,mode=700 tmpfs \"$0\" && exec \"$@\"",
                volume.toString()));
    boolean mounts = tries(prefix, "true");
    if (!mounts) {
      System.out.println("NOT TESTED here, needs mount: a volume that is mounted noexec");
    }
    assumeTrue(mounts);
    try (ServiceProcess service =
        new ServiceProcess(prefix, System.getProperty("java.class.path"), volume)) {
      assertThat(service.firstLine())
          .startsWith("EmbeddedPostgresException: " + volume)
          .contains("noexec", "--tmpfs " + volume + ":exec", "VITALS_DATA_DIR");
    }
  }

  private static boolean tries(List<String> prefix, String command) throws Exception {
    List<String> words = new ArrayList<>(prefix);
    words.add(command);
    return new ProcessBuilder(words).start().waitFor() == 0;
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
