package dev.vitals.bench.person;

import static dev.vitals.bench.rig.Output.print;

import dev.vitals.bench.ingest.RecentSamples;
import dev.vitals.bench.load.HttpLoad;
import dev.vitals.bench.load.Outcome;
import dev.vitals.bench.load.Side;
import dev.vitals.bench.load.Traffic;
import dev.vitals.bench.rig.Answer;
import dev.vitals.bench.rig.Arguments;
import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.bench.rig.CpuMeter;
import dev.vitals.bench.rig.HttpConnection;
import dev.vitals.bench.rig.Measurement;
import dev.vitals.bench.rig.Service;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Erases people with two years of minutes, one behind the other, and what others' writes and reads
 * suffer meanwhile: each at a steady rate, for a while before, and for as long during.
 */
public final class EraseBench implements Measurement {
  private static final int OTHERS = 4;

  private final BenchDatabase database;
  private final int people;
  private final Duration length;
  private final double perSecond;

  public EraseBench(BenchDatabase database, Arguments arguments) {
    this.database = database;
    this.people = arguments.number("people", 6);
    this.length = Duration.ofSeconds(arguments.number("seconds", 15));
    this.perSecond = arguments.number("rate", 200);
  }

  @Override
  public void run() throws Exception {
    Persons persons = new Persons(database, Duration.ofDays(730));
    persons.load(1, people + OTHERS);
    print(
        "%s: %d people of %,d samples, writes and reads of others at %.0f/s each",
        database.maintenance().status().database().describe(),
        people + OTHERS,
        persons.samplesEach(),
        perSecond);
    try (Service service = Service.start(database, Service.SETTLE_EVERY)) {
      both(service, persons, () -> {});
      Sides before = both(service, persons, () -> {});
      List<String> erasures = new ArrayList<>();
      Sides during =
          both(
              service,
              persons,
              () -> {
                for (int person = 1; person <= people; person++) {
                  erasures.add(erase(service.port(), person, persons.samplesEach()));
                }
              });
      erasures.forEach(line -> print("%s", line));
      print("%n| | p50 / p95 / p99 ms before | during |");
      print("| --- | --- | --- |");
      print("| writes of a record | %s | %s |", times(before.writes()), times(during.writes()));
      print("| a day's summary | %s | %s |", times(before.reads()), times(during.reads()));
    }
    print("wrong buckets: %d", database.maintenance().verify().orElseThrow());
  }

  private record Sides(Side writes, Side reads) {}

  private interface Beside {
    void run() throws Exception;
  }

  private Sides both(Service service, Persons persons, Beside beside) throws Exception {
    CpuMeter meter = CpuMeter.of(service, database);
    HttpLoad writes =
        HttpLoad.of(service.port(), 4, connection -> RecentSamples.oneEach(connection))
            .atRate(perSecond);
    HttpLoad reads =
        HttpLoad.of(service.port(), 4, connection -> new Days(persons, people)).atRate(perSecond);
    ExecutorService both = Executors.newFixedThreadPool(2);
    try {
      Future<Outcome> written = both.submit(() -> writes.run(length, meter));
      Future<Outcome> read = both.submit(() -> reads.run(length, meter));
      beside.run();
      return new Sides(side(written.get()), side(read.get()));
    } finally {
      both.shutdown();
    }
  }

  private static Side side(Outcome outcome) {
    if (!outcome.tally().isOfAnswers(200)) {
      print("answers: %s", outcome.tally());
    }
    Side side = new Side();
    side.add(outcome);
    return side;
  }

  private static String times(Side side) {
    return "%.2f / %.2f / %.2f".formatted(side.millis(.5), side.millis(.95), side.millis(.99));
  }

  private String erase(int port, int person, long samples) throws IOException {
    long wal = database.walPosition();
    long begun = System.nanoTime();
    try (HttpConnection connection = new HttpConnection(port)) {
      byte[] request =
          "DELETE /users/%d HTTP/1.1\r\nHost: localhost\r\n\r\n"
              .formatted(person)
              .getBytes(StandardCharsets.US_ASCII);
      Answer answer = connection.answer(out -> out.write(request));
      if (!answer.body().equals("{\"user_id\":%d,\"samples\":%d}".formatted(person, samples))) {
        throw new IllegalStateException(answer.toString());
      }
    }
    return "person %d: %.2f s, %.1f MB of WAL, that of others in it"
        .formatted(person, (System.nanoTime() - begun) / 1e9, (database.walPosition() - wal) / 1e6);
  }

  /** Days of others, all over their years. */
  private record Days(Persons persons, int erased) implements Traffic {
    @Override
    public int records() {
      return 1;
    }

    @Override
    public void write(long number, OutputStream out) throws IOException {
      long days = persons.samplesEach() / (24 * 60);
      var start = persons.start().plus(Duration.ofDays(Math.floorMod(number * 37, days)));
      out.write(
          HttpConnection.get(
              "/metrics?user_id=%d&start=%s&end=%s"
                  .formatted(
                      erased + 1 + Math.floorMod(number, OTHERS),
                      start,
                      start.plus(Duration.ofDays(1)))));
    }
  }
}
