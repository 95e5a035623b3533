package dev.vitals.service.metrics;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitals.service.process.RunningDatabase;
import dev.vitals.service.process.VitalsProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is counted, against what clients were told and what is stored, over a run of all kinds. */
class MetricsIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** The least that may be set. */
  private static final int ROOM = 20_000;

  private static final int FILLING = ROOM - 1_000;
  private static final int CLIENTS = 4;
  private static final int REQUESTS = 25;
  private static final int RECORDS = 7;

  @TempDir Path directory;

  private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(FILLING);
  private final ConcurrentSkipListMap<String, Integer> answers = new ConcurrentSkipListMap<>();

  @Test
  void countersAddUp() throws Exception {
    Path config =
        VitalsProcess.configWith(directory, "queueSamples: 500000", "queueSamples: " + ROOM);
    try (VitalsProcess vitals =
        VitalsProcess.start(directory, Map.of(), "server", config.toString()).awaitListening()) {
      sendAllKinds(vitals);
      sendSideBySide(vitals);
      sendMoreThanThereIsRoomFor(vitals);
      awaitAnswersCounted(vitals);
      Scrape scrape = vitals.scrape();

      assertRecordsAddUp(scrape);
      assertCommitsAddUp(scrape);
      assertThat(answers).containsOnlyKeys("200", "400", "415", "422", "503");
      assertThat(scrape.value("vitals_ingest_samples_in_memory")).isZero();
    }
  }

  /** A client may have its answer before it is counted. */
  private void awaitAnswersCounted(VitalsProcess vitals) {
    String name = "vitals_http_request_duration_seconds_count";
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> assertThat(byLabel(vitals.scrape(), name, "status")).isEqualTo(answers));
  }

  private static void assertRecordsAddUp(Scrape scrape) {
    Map<String, Integer> rejected =
        byLabel(scrape, "vitals_ingest_records_rejected_total", "reason");
    Integer withoutRoom = rejected.remove("queue_full");
    assertThat(withoutRoom).as("read until there was no room").isBetween(1, ROOM - FILLING);
    assertThat(rejected).isEqualTo(Map.of("invalid", 3, "neighbour", 4, "malformed", 3));
    assertThat(scrape.value("vitals_ingest_records_accepted_total"))
        .isEqualTo(10 + 10 + 5 + 2 + CLIENTS * REQUESTS * RECORDS + FILLING);
    assertThat(scrape.value("vitals_ingest_records_received_total"))
        .isEqualTo(
            scrape.value("vitals_ingest_records_accepted_total")
                + scrape.sum("vitals_ingest_records_rejected_total"));
    assertThat(scrape.value("vitals_ingest_records_collapsed_total")).isEqualTo(2);
    assertThat(byLabel(scrape, "vitals_ingest_records_stored_total", "outcome"))
        .containsOnlyKeys("new", "unchanged")
        .containsEntry("unchanged", 10);
  }

  private void assertCommitsAddUp(Scrape scrape) throws SQLException {
    double committed =
        scrape.value("vitals_ingest_records_accepted_total")
            - scrape.value("vitals_ingest_records_collapsed_total");
    assertThat(scrape.sum("vitals_ingest_records_stored_total")).isEqualTo(committed);
    assertThat(scrape.value("vitals_ingest_records_stored_total{outcome=\"new\"}"))
        .isEqualTo((double) count("select count(*) from health_metrics"));
    assertThat(scrape.value("vitals_store_group_samples_sum")).isEqualTo(committed);
    assertThat(scrape.value("vitals_ingest_sample_age_seconds_count")).isEqualTo(committed);
    assertThat(count("select count(*) from health_metrics"))
        .as("ten were committed twice")
        .isEqualTo((long) committed - 10);

    double groups = scrape.value("vitals_store_group_samples_count");
    assertThat(scrape.sum("vitals_store_groups_total")).isEqualTo(groups);
    assertThat(scrape.value("vitals_store_groups_total{statement=\"copy\"}")).isPositive();
    assertThat(scrape.value("vitals_store_groups_total{statement=\"upsert\"}")).isPositive();
    assertThat(scrape.value("vitals_store_commit_duration_seconds_count{outcome=\"ok\"}"))
        .isEqualTo(groups);
  }

  private void sendAllKinds(VitalsProcess vitals) throws Exception {
    send(vitals, 200, records(1, 10));
    // As after an answer that was lost.
    send(vitals, 200, records(1, 10));
    // The last record, three times.
    send(vitals, 200, records(2, 3) + "," + record(2, 2) + "," + record(2, 2));
    send(vitals, 422, records(3, 4) + "," + bad());
    send(vitals, 400, records(4, 3) + ",{");
    send(vitals, 200, records(5, 2) + "," + bad() + "," + bad(), "Prefer", "handling=lenient");
    send(vitals, 415, records(6, 1), "Content-Encoding", "br");
  }

  /** So that groups hold the samples of several. */
  private void sendSideBySide(VitalsProcess vitals) {
    IntStream.range(0, CLIENTS)
        .mapToObj(client -> CompletableFuture.runAsync(() -> sendMany(vitals, client)))
        .toList()
        .forEach(CompletableFuture::join);
  }

  private void sendMany(VitalsProcess vitals, int client) {
    for (int request = 0; request < REQUESTS; request++) {
      send(vitals, 200, records(100 + client * REQUESTS + request, RECORDS));
    }
  }

  private void sendMoreThanThereIsRoomFor(VitalsProcess vitals) throws Exception {
    try (Connection other = database().connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table health_metrics in share mode");
      CompletableFuture<Void> large =
          CompletableFuture.runAsync(() -> send(vitals, 200, records(10_000, FILLING)));
      await()
          .atMost(LIMIT)
          .until(() -> count("select count(*) from pg_locks where not granted") > 0);
      // Packed there is room for it, and not for what it holds: that is read until then.
      send(
          vitals,
          503,
          gzip("[" + records(7, 2 * (ROOM - FILLING)) + "]"),
          "Content-Encoding",
          "gzip");
      other.rollback();
      large.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private void send(VitalsProcess vitals, int status, String records, String... headers) {
    send(vitals, status, ("[" + records + "]").getBytes(StandardCharsets.UTF_8), headers);
  }

  private void send(VitalsProcess vitals, int status, byte[] body, String... headers) {
    try {
      var answer = vitals.ingest(body, headers);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
      answers.merge(String.valueOf(status), 1, Integer::sum);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A second apart. */
  private String records(int user, int count) {
    return IntStream.range(0, count).mapToObj(second -> record(user, second)).collect(joining(","));
  }

  private String record(int user, int second) {
    return "{\"user_id\":%d,\"timestamp\":\"%s\",\"steps\":5}"
        .formatted(user, start.plusSeconds(second));
  }

  private String bad() {
    return record(9, 0).replace("5}", "-5}");
  }

  /** Of a metric that has other labels too; without zeros. */
  private static Map<String, Integer> byLabel(Scrape scrape, String name, String label) {
    Map<String, Integer> values = new TreeMap<>();
    scrape.series().entrySet().stream()
        .filter(series -> series.getKey().startsWith(name + "{") && series.getValue() > 0)
        .forEach(
            series ->
                values.merge(
                    series.getKey().replaceFirst(".*\\b" + label + "=\"([^\"]*)\".*", "$1"),
                    series.getValue().intValue(),
                    Integer::sum));
    return values;
  }

  private long count(String query) throws SQLException {
    return database().query(query);
  }

  private RunningDatabase database() {
    return new RunningDatabase(directory.resolve("data"));
  }
}
