package dev.vitals.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The built service as a process, on the bench's database and on free ports of 127.0.0.1. */
final class Service implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("listens name=application .*port=(\\d+)");
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final Process process;
  private final Path output;
  private int port;

  private Service(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static Service start(BenchDatabase database, BenchSettings settings) throws Exception {
    Path home = Path.of(System.getProperty("vitals.home", "."));
    Path output = Files.createTempFile("vitals-bench", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-jar",
            home.resolve("service/target/vitals.jar").toString(),
            "server",
            configuration(home, settings).toString());
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("DATABASE_URL", database.url());
    builder.environment().put("VITALS_HOST", "127.0.0.1");
    builder.environment().put("VITALS_PORT", "0");
    builder.environment().put("VITALS_ADMIN_PORT", "0");
    Service service = new Service(builder.start(), output);
    service.awaitListening();
    return service;
  }

  /** The shipped one, but for when late samples are settled. */
  private static Path configuration(Path home, BenchSettings settings) throws IOException {
    String shipped = Files.readString(home.resolve("config.yml"));
    Path changed = Files.createTempFile("vitals-bench", ".yml");
    changed.toFile().deleteOnExit();
    return Files.writeString(
        changed, shipped.replace("settleEvery: 10s", "settleEvery: " + settings.settleEvery()));
  }

  private void awaitListening() throws Exception {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      Matcher matcher = PORT.matcher(Files.readString(output));
      if (matcher.find()) {
        port = Integer.parseInt(matcher.group(1));
        return;
      }
      Thread.sleep(100);
    }
    close();
    throw new IllegalStateException(Files.readString(output));
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Files.delete(output);
  }
}
