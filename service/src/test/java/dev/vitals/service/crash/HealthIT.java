package dev.vitals.service.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitals.service.process.VitalsProcess;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each check sees soon that its thing is broken, and that it is mended. */
class HealthIT {
  /** Ten seconds, as Health has it, and as much again twice for a machine with much to do. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int ROOM = 20_000;

  /** No more than connections to the database, so that questions can hold all of them. */
  private static final int THREADS = 12;

  private static final int MEBIBYTE = 1 << 20;

  /** What else happens on the disk meanwhile is less. */
  private static final int SPARE_MEBIBYTES = 400;

  /** The common pool has fewer threads than questions are needed. */
  private static final ExecutorService ASKING = Executors.newCachedThreadPool();

  @TempDir static Path directory;

  private static Rig rig;

  @BeforeAll
  static void serve() throws Exception {
    long free = Files.getFileStore(directory).getUsableSpace();
    rig =
        new Rig(
            directory,
            VitalsProcess.configWith(
                directory,
                Map.of(
                    "queueSamples: 500000", "queueSamples: " + ROOM,
                    "maxThreads: 64", "maxThreads: " + THREADS,
                    "refreshEvery: 15m", "refreshEvery: 1s",
                    "minFreeSpace: 1GiB",
                        "minFreeSpace: " + (free - (long) SPARE_MEBIBYTES * MEBIBYTE) + "B")));
  }

  @AfterAll
  static void stop() {
    ASKING.shutdownNow();
    rig.close();
  }

  @BeforeEach
  @AfterEach
  void allIsGreen() {
    for (String check :
        List.of(
            "commits",
            "connections",
            "database",
            "disk",
            "ingest-queue",
            "latest",
            "questions",
            "requests",
            "rollups",
            "schema",
            "series",
            "users")) {
      awaitGreen(check);
    }
    awaitReady();
  }

  @Test
  void aDatabaseThatIsFrozen() throws Exception {
    List<Long> processes = rig.database.processes();
    rig.signals.stop(processes);
    try {
      awaitNotReady("database");
      awaitRed("database", "no answer within 3 s");
    } finally {
      rig.signals.resume(processes);
    }
  }

  @Test
  void aSchemaThatLacksAChange() throws Exception {
    execute("update databasechangelog set id = 'not ' || id where id = 'baseline-fence'");
    try {
      awaitNotReady("schema");
      awaitRed("schema", "the schema lacks [baseline-fence]: run ./vitals db migrate config.yml");
    } finally {
      execute("update databasechangelog set id = 'baseline-fence' where id = 'not baseline-fence'");
    }
  }

  /**
   * Nothing can be committed: at first there is room left for nobody else, and then it is stuck.
   */
  @Test
  void aQueueThatIsFullAndCommitsThatDoNotMove() throws Exception {
    try (Connection other = rig.database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table health_metrics in share mode");
      CompletableFuture<Integer> large = send(ROOM - 1_000);
      awaitRed("ingest-queue", " of " + ROOM + " samples are in memory, and what finds no room");
      assertThat(json("/ready").path("healthy").booleanValue()).as("it still answers").isTrue();
      CompletableFuture<Integer> ofTheOtherWriter = send(1);
      awaitNotReady("commits");
      awaitRed("commits", "no commit has ended for seconds");
      other.rollback();

      assertThat(large.get(30, TimeUnit.SECONDS)).isEqualTo(200);
      assertThat(ofTheOtherWriter.get(30, TimeUnit.SECONDS)).isEqualTo(200);
    }
  }

  @Test
  void questionsThatNobodyAnswers() throws Exception {
    try (Connection other = rig.database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table health_metrics in access exclusive mode");
      List<CompletableFuture<Integer>> questions = new ArrayList<>();
      for (int i = 0; i < 2 * THREADS; i++) {
        questions.add(ask());
        Thread.sleep(20);
      }
      awaitNotReady("questions");
      awaitRed("questions", "no question has been answered for seconds");
      assertThat(rig.vitals().scrape().value("vitals_http_pickup_seconds"))
          .as("they hold no thread")
          .isLessThan(1);
      other.rollback();

      for (CompletableFuture<Integer> question : questions) {
        assertThat(question.get(30, TimeUnit.SECONDS)).isIn(200, 404, 503);
      }
    }
  }

  @Test
  void rollupsThatNobodyFills() throws Exception {
    try (Connection other = rig.database.connect();
        Statement statement = other.createStatement()) {
      // What keeps two instances from working on the rollups at once.
      statement.execute("select pg_advisory_lock(x'4D41494E5441494E'::bigint)");
      statement.execute(
          "update health_metrics_rollup_state set read_below_15m = read_below_1d - interval '9 days',"
              + " read_below_1d = read_below_1d - interval '9 days'");
      awaitRed("rollups", "behind=PT");
      assertThat(json("/ready").path("healthy").booleanValue())
          .as("its answers are right, if slower")
          .isTrue();
    }
  }

  /** As one whose shared memory was taken away. */
  @Test
  void aDatabaseThatLetsNobodyNewIn() throws Exception {
    alter("alter role vitals nologin");
    try {
      awaitRed(
          "connections", "no new connection (FATAL: role \"vitals\" is not permitted to log in)");
      // Each piece of work comes anew.
      awaitRed("rollups", " failing=[");
      assertThat(json("/ready").path("healthy").booleanValue())
          .as("who is in has an answer")
          .isTrue();
    } finally {
      alter("alter role vitals login");
    }
  }

  @Test
  void aDiskThatFillsUp() throws Exception {
    Path file = directory.resolve("large");
    try {
      byte[] chunk = new byte[MEBIBYTE];
      try (OutputStream out = Files.newOutputStream(file)) {
        for (int i = 0; i < 2 * SPARE_MEBIBYTES; i++) {
          out.write(chunk);
        }
      }
      awaitRed("disk", "fewer than embedded.minFreeSpace");
      assertThat(json("/ready").path("healthy").booleanValue()).as("it is not full yet").isTrue();
    } finally {
      Files.delete(file);
    }
  }

  /**
   * @return the status of the answer
   */
  private static CompletableFuture<Integer> send(int records) {
    Request request = new Request(rig.users.incrementAndGet(), Instant.now(), records, true);
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return rig.vitals().ingest(request.body()).statusCode();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /**
   * @return the status of the answer
   */
  private static CompletableFuture<Integer> ask() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return rig.vitals()
                .get("/metrics?user_id=1&start=2026-01-01T00:00:00Z&end=2026-01-01T01:00:00Z")
                .statusCode();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        },
        ASKING);
  }

  private static void alter(String sql) throws Exception {
    try (Connection connection = rig.database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void execute(String sql) throws Exception {
    try (Connection connection = rig.database.connect();
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isEqualTo(1);
    }
  }

  private static void awaitReady() {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              var answer = rig.vitals().getAdmin("/ready");
              assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
              assertThat(rig.vitals().scrape().value("vitals_ready")).isEqualTo(1);
            });
  }

  /** For that check alone. */
  private static void awaitNotReady(String check) throws Exception {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              var answer = rig.vitals().getAdmin("/ready");
              assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
              assertThat(JSON.readTree(answer.body()).path("checks").path(check).booleanValue())
                  .as(answer.body())
                  .isFalse();
              assertThat(rig.vitals().scrape().value("vitals_ready")).isZero();
            });
    assertThat(json("/healthcheck").path(check).path("healthy").booleanValue()).isFalse();
  }

  private static JsonNode json(String path) throws Exception {
    return JSON.readTree(rig.vitals().getAdmin(path).body());
  }

  private static void awaitGreen(String check) {
    await().atMost(LIMIT).untilAsserted(() -> assertHealth(check, true));
  }

  private static void awaitRed(String check, String message) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(assertHealth(check, false).path("message").textValue())
                    .contains(message));
  }

  /**
   * @return what is said of that check
   */
  private static JsonNode assertHealth(String check, boolean healthy) throws Exception {
    var answer = rig.vitals().getAdmin("/healthcheck");
    JsonNode said = JSON.readTree(answer.body()).path(check);
    assertThat(said.path("healthy").isBoolean()).as(answer.body()).isTrue();
    assertThat(said.path("healthy").booleanValue()).as(answer.body()).isEqualTo(healthy);
    if (!healthy) {
      assertThat(answer.statusCode()).isEqualTo(500);
    }
    assertThat(
            rig.vitals()
                .scrape()
                .value("vitals_health_check_healthy{check=\"%s\"}".formatted(check)))
        .isEqualTo(healthy ? 1 : 0);
    return said;
  }
}
