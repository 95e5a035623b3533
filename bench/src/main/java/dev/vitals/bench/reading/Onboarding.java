package dev.vitals.bench.reading;

import static dev.vitals.bench.rig.Output.print;

import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.bench.rig.HttpConnection;
import dev.vitals.bench.rig.Latencies;
import dev.vitals.domain.time.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Somebody new brings three years of minutes along while everybody else goes on. */
final class Onboarding {
  private static final long NEW_USER = 1_000_000;
  private static final Duration HISTORY = Duration.ofDays(3 * 365);
  private static final int RECORDS_A_REQUEST = 10_000;
  private static final int RECORDS_OF_OTHERS = 100;

  private final BenchDatabase database;
  private final History history;
  private final ReadingSettings settings;
  private final int port;
  private final Instant start;

  Onboarding(BenchDatabase database, History history, ReadingSettings settings, int port) {
    this.database = database;
    this.history = history;
    this.settings = settings;
    this.port = port;
    this.start = history.end().minus(HISTORY);
  }

  void run() throws Exception {
    others("before", settings.length());
    ExecutorService uploader = Executors.newSingleThreadExecutor();
    try {
      Future<Duration> upload = uploader.submit(this::upload);
      while (!upload.isDone()) {
        others("during the upload", settings.length());
      }
      double seconds = upload.get().toMillis() / 1e3;
      print(
          "onboarding: %,d samples in %.1f s, %,.0f a second, marks left %d",
          HISTORY.toMinutes(), seconds, HISTORY.toMinutes() / seconds, marks());
    } finally {
      uploader.shutdown();
      uploader.awaitTermination(1, TimeUnit.MINUTES);
    }
    print("onboarding, the new user's year, unsettled: %s", year(20));
    settle();
    database.execute("analyze");
    print("onboarding, the new user's year, settled: %s", year(200));
  }

  /** By this process, as another instance of the service would, while everybody else goes on. */
  private void settle() throws Exception {
    long begun = System.nanoTime();
    ExecutorService settler = Executors.newSingleThreadExecutor();
    try {
      Future<Optional<Long>> settled = settler.submit(() -> database.maintenance().settle());
      others("while it is settled", settings.length());
      long days = settled.get().orElse(0L);
      double seconds = (System.nanoTime() - begun) / 1e9;
      print("onboarding: %d days settled within %.1f s, marks left %d", days, seconds, marks());
    } finally {
      settler.shutdown();
      settler.awaitTermination(1, TimeUnit.MINUTES);
    }
  }

  private Duration upload() throws Exception {
    long begun = System.nanoTime();
    int minutes = Math.toIntExact(HISTORY.toMinutes());
    try (HttpConnection connection = new HttpConnection(port)) {
      for (int from = 0; from < minutes; from += RECORDS_A_REQUEST) {
        String[] records = new String[Math.min(RECORDS_A_REQUEST, minutes - from)];
        for (int i = 0; i < records.length; i++) {
          Instant moment = start.plus(Duration.ofMinutes(from + i));
          records[i] = Requests.sample(NEW_USER, moment, 60 + (from + i) % 50, i % 9, 1.25);
        }
        connection.exchange(Requests.ingest(records));
      }
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** Two connections write what is new and two ask for days. */
  private void others(String when, Duration length) throws Exception {
    ExecutorService writers = Executors.newSingleThreadExecutor();
    try {
      Future<Latencies> written = writers.submit(() -> Load.run(port, 2, length, this::newSamples));
      Latencies read = Load.run(port, 2, length, this::day);
      print("onboarding, others %s, write %d: %s", when, RECORDS_OF_OTHERS, written.get());
      print("onboarding, others %s, read a day: %s", when, read);
    } finally {
      writers.shutdown();
      writers.awaitTermination(1, TimeUnit.MINUTES);
    }
  }

  private byte[] newSamples(RandomGenerator random) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    String[] records = new String[RECORDS_OF_OTHERS];
    for (int i = 0; i < records.length; i++) {
      records[i] = Requests.sample(history.anyUser(random), now.plusMillis(i), 70, i % 9, 1.25);
    }
    return Requests.ingest(records);
  }

  private byte[] day(RandomGenerator random) {
    return Requests.metrics(history.anyUser(random), history.anyDense(random, Duration.ofDays(1)));
  }

  private Latencies year(int times) throws Exception {
    TimeRange year =
        new TimeRange(start.plusSeconds(420), start.plusSeconds(420).plus(History.YEAR));
    byte[] request = Requests.metrics(NEW_USER, year);
    long[] latencies = new long[times];
    long begun = System.nanoTime();
    try (HttpConnection connection = new HttpConnection(port)) {
      for (int i = 0; i < times; i++) {
        long sent = System.nanoTime();
        connection.exchange(request);
        latencies[i] = System.nanoTime() - sent;
      }
    }
    return new Latencies(latencies, Duration.ofNanos(System.nanoTime() - begun));
  }

  private long marks() {
    return database.maintenance().status().marks();
  }
}
