package dev.vitals.bench.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The built service as a process, on the bench's database and on free ports of 127.0.0.1. */
public final class Service implements AutoCloseable {
  private static final Pattern PORTS =
      Pattern.compile(
          "listens name=application .*port=(\\d+)(?s:.*)listens name=admin .*port=(\\d+)");
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  /** When late samples are settled, as shipped. */
  public static final String SETTLE_EVERY = "10s";

  /** Of what this bench was built with. */
  public static final Path HOME = Path.of(System.getProperty("vitals.home", "."));

  private final Process process;
  private final Path output;
  private int port;
  private int adminPort;

  private Service(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * @param settleEvery in place of what the shipped configuration says
   * @param jvmOptions as JAVA_OPTS has them for ./vitals
   */
  public static Service start(BenchDatabase database, String settleEvery, String... jvmOptions)
      throws Exception {
    return start(database, HOME, settleEvery, jvmOptions);
  }

  /**
   * @param home of a service that is built
   */
  public static Service start(
      BenchDatabase database, Path home, String settleEvery, String... jvmOptions)
      throws Exception {
    Path output = Files.createTempFile("vitals-bench", ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(jvmOptions));
    command.addAll(
        List.of(
            "-jar",
            home.resolve("service/target/vitals.jar").toString(),
            "server",
            configuration(home, settleEvery).toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
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
  private static Path configuration(Path home, String settleEvery) throws IOException {
    String shipped = Files.readString(home.resolve("config.yml"));
    Path changed = Files.createTempFile("vitals-bench", ".yml");
    changed.toFile().deleteOnExit();
    return Files.writeString(
        changed, shipped.replace("settleEvery: " + SETTLE_EVERY, "settleEvery: " + settleEvery));
  }

  private void awaitListening() throws Exception {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      Matcher matcher = PORTS.matcher(Files.readString(output));
      if (matcher.find()) {
        port = Integer.parseInt(matcher.group(1));
        adminPort = Integer.parseInt(matcher.group(2));
        return;
      }
      Thread.sleep(100);
    }
    String said = output();
    close();
    throw new IllegalStateException(said);
  }

  public int port() {
    return port;
  }

  public int adminPort() {
    return adminPort;
  }

  public long pid() {
    return process.pid();
  }

  /** What it said so far: its log. */
  public String output() throws IOException {
    return Files.readString(output);
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
