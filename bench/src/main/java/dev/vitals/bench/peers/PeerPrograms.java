package dev.vitals.bench.peers;

import dev.vitals.bench.rig.NotMeasurableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The peers' programs as Debian packages them, downloaded and unpacked into a folder that is kept
 * between runs. Nothing is installed: the packages would start daemons.
 */
final class PeerPrograms {
  /** Not in the shared temporary folder, where anybody could have laid what is run from here. */
  private static final Path DIRECTORY =
      Path.of(
          Optional.ofNullable(System.getenv("VITALS_BENCH_PEERS"))
              .orElse(System.getProperty("user.home") + "/.cache/vitals-bench-peers"));

  private PeerPrograms() {}

  /**
   * @param name of a Debian package's program in /usr/bin
   * @throws NotMeasurableException it is not here and cannot be had
   */
  static Path of(String debianPackage, String name) {
    Path unpacked = DIRECTORY.resolve(debianPackage);
    Path program = unpacked.resolve("usr/bin/" + name);
    if (!Files.isExecutable(program)) {
      try {
        unpack(debianPackage, unpacked);
      } catch (IOException e) {
        throw missing(debianPackage, e.toString());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw missing(debianPackage, "interrupted");
      }
    }
    if (!Files.isExecutable(program)) {
      throw missing(debianPackage, "it has no " + name);
    }
    return program;
  }

  private static void unpack(String debianPackage, Path target)
      throws IOException, InterruptedException {
    Files.createDirectories(target);
    call(debianPackage, target, "apt-get", "-q", "download", debianPackage);
    try (Stream<Path> files = Files.list(target)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".deb")).toList()) {
        call(debianPackage, target, "dpkg-deb", "-x", file.toString(), ".");
        Files.delete(file);
      }
    }
  }

  private static void call(String debianPackage, Path directory, String... command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      List<String> lines = output.lines().toList();
      throw missing(
          debianPackage,
          command[0] + " said: " + (lines.isEmpty() ? "" : lines.get(lines.size() - 1)));
    }
  }

  private static NotMeasurableException missing(String debianPackage, String why) {
    return new NotMeasurableException(
        "NOT MEASURED: Debian's package %s cannot be had here (%s)".formatted(debianPackage, why));
  }
}
