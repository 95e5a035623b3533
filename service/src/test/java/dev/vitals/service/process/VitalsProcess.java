package dev.vitals.service.process;

import dev.vitals.service.metrics.Scrape;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The built jar as a process of its own: what an operator starts, stops and kills. */
public final class VitalsProcess implements AutoCloseable {
  public static final Path CONFIG = Path.of("../config.yml").toAbsolutePath().normalize();

  private static final Path JAR = Path.of("target/vitals.jar").toAbsolutePath();
  private static final Pattern PORT = Pattern.compile("listens name=(\\w+) host=\\S+ port=(\\d+)");

  /** As long as the embedded database may take: a test of it does not give up before it does. */
  public static final Duration START_LIMIT = Duration.ofMinutes(5);

  /** Draining, and the embedded database's stop, each within its own limit. */
  public static final Duration STOP_LIMIT = Duration.ofMinutes(2);

  private static final HttpClient HTTP = clientThatKeepsNoConnection();

  private final Process process;
  private final Path output;

  private VitalsProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** A copy of the configuration that ships, with one thing in it written otherwise. */
  public static Path configWith(Path directory, String shipped, String otherwise)
      throws IOException {
    return configWith(directory, Map.of(shipped, otherwise));
  }

  /** The same with several things. */
  public static Path configWith(Path directory, Map<String, String> otherwise) throws IOException {
    String config = Files.readString(CONFIG);
    for (Map.Entry<String, String> each : otherwise.entrySet()) {
      if (!config.contains(each.getKey())) {
        throw new AssertionError("config.yml does not say " + each.getKey());
      }
      config = config.replace(each.getKey(), each.getValue());
    }
    return Files.writeString(directory.resolve("config.yml"), config);
  }

  /** Starts it on free ports and returns once it listens. */
  public static VitalsProcess serve(Path directory, Map<String, String> environment)
      throws Exception {
    return start(directory, environment, "server", CONFIG.toString()).awaitListening();
  }

  /** Starts any command in the directory, which becomes its data directory's parent. */
  public static VitalsProcess start(
      Path directory, Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(JAR.toString());
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(directory, "vitals", ".log");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(directory.toFile());
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    // What the developer has set is not what is tested.
    builder
        .environment()
        .keySet()
        .removeIf(
            name ->
                name.startsWith("VITALS_")
                    || name.startsWith("DATABASE_")
                    || name.equals("JAVA_TOOL_OPTIONS"));
    builder.environment().put("VITALS_PORT", "0");
    builder.environment().put("VITALS_ADMIN_PORT", "0");
    // There is no load balancer to wait for, and there are many stops.
    builder.environment().put("VITALS_SHUTDOWN_DELAY", "0s");
    builder.environment().putAll(environment);
    return new VitalsProcess(builder.start(), output);
  }

  public long pid() {
    return process.pid();
  }

  public int apiPort() throws IOException {
    return port("application");
  }

  public int adminPort() throws IOException {
    return port("admin");
  }

  /**
   * @param headers name, value, name, value, ...
   */
  public HttpResponse<String> ingest(String body, String... headers) throws Exception {
    return ingest(body.getBytes(StandardCharsets.UTF_8), headers);
  }

  public HttpResponse<String> ingest(byte[] body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri("application", "/ingest"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  public HttpResponse<String> get(String pathAndQuery) throws Exception {
    return send(HttpRequest.newBuilder(uri("application", pathAndQuery)));
  }

  public HttpResponse<String> delete(String pathAndQuery) throws Exception {
    return send(HttpRequest.newBuilder(uri("application", pathAndQuery)).DELETE());
  }

  /**
   * @param headers name, value, name, value, ...
   */
  public HttpResponse<String> getAdmin(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri("admin", path));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  public Scrape scrape() throws Exception {
    return Scrape.of(getAdmin("/prometheus").body());
  }

  public String output() throws IOException {
    return Files.readString(output);
  }

  public void killMinusNine() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  public void terminate() {
    process.destroy();
  }

  /**
   * @return the exit code
   */
  public int awaitExit(Duration limit) throws Exception {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running after " + limit + ":\n" + output());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    terminate();
    try {
      process.onExit().orTimeout(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    } finally {
      process.destroyForcibly();
    }
  }

  public VitalsProcess awaitListening() throws Exception {
    long giveUp = System.nanoTime() + START_LIMIT.toNanos();
    while (!output().contains("listens name=admin")) {
      if (!process.isAlive() || System.nanoTime() > giveUp) {
        process.destroyForcibly();
        throw new AssertionError("did not start:\n" + output());
      }
      Thread.sleep(50);
    }
    return this;
  }

  private URI uri(String connector, String pathAndQuery) throws IOException {
    return URI.create("http://127.0.0.1:" + port(connector) + pathAndQuery);
  }

  private int port(String connector) throws IOException {
    Matcher ports = PORT.matcher(output());
    while (ports.find()) {
      if (ports.group(1).equals(connector)) {
        return Integer.parseInt(ports.group(2));
      }
    }
    throw new AssertionError("no port of " + connector + " in:\n" + output());
  }

  /**
   * An idle connection delays a stop by five seconds (PatientShutdown), and there are many stops.
   */
  private static HttpClient clientThatKeepsNoConnection() {
    // The only way to tell it, and read once, when the first client is made.
    System.setProperty("jdk.httpclient.keepalive.timeout", "0");
    return HttpClient.newHttpClient();
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
  }
}
