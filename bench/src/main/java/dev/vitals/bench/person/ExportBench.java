package dev.vitals.bench.person;

import static dev.vitals.bench.rig.Output.print;

import dev.vitals.bench.load.Side;
import dev.vitals.bench.rig.Arguments;
import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.bench.rig.Measurement;
import dev.vitals.bench.rig.Service;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;

/** A person's samples back, beside {@code COPY ... TO STDOUT} of the same rows, in turns. */
public final class ExportBench implements Measurement {
  private static final String COPY = "COPY TO STDOUT";

  private final BenchDatabase database;
  private final int rounds;
  private final Duration length;
  private final HttpClient client = HttpClient.newHttpClient();

  public ExportBench(BenchDatabase database, Arguments arguments) {
    this.database = database;
    this.rounds = arguments.number("rounds", 7);
    this.length = Duration.ofDays(arguments.number("days", 730));
  }

  private interface Way {
    /** Returns how many bytes came. */
    long all() throws Exception;
  }

  @Override
  public void run() throws Exception {
    Persons persons = new Persons(database, length);
    persons.load(1, 1);
    print(
        "%s: %,d samples of one person",
        database.maintenance().status().database().describe(), persons.samplesEach());
    try (Service service = Service.start(database, Service.SETTLE_EVERY)) {
      Map<String, Way> ways = new LinkedHashMap<>();
      ways.put(COPY, () -> copied(persons));
      ways.put("NDJSON", () -> exported(service, persons, "application/x-ndjson", "identity"));
      ways.put("JSON", () -> exported(service, persons, "application/json", "identity"));
      ways.put("CSV", () -> exported(service, persons, "text/csv", "identity"));
      ways.put("NDJSON, gzip", () -> exported(service, persons, "application/x-ndjson", "gzip"));
      Map<String, List<Double>> rates = new LinkedHashMap<>();
      Map<String, Long> bytes = new LinkedHashMap<>();
      for (int round = 0; round <= rounds; round++) {
        for (Map.Entry<String, Way> way : ways.entrySet()) {
          long begun = System.nanoTime();
          bytes.put(way.getKey(), way.getValue().all());
          double seconds = (System.nanoTime() - begun) / 1e9;
          // The first of each is for warming up.
          if (round > 0) {
            rates
                .computeIfAbsent(way.getKey(), name -> new ArrayList<>())
                .add(persons.samplesEach() / seconds);
          }
        }
      }
      print("%n| | samples/s | ratio | MB |");
      print("| --- | --- | --- | --- |");
      double copy = Side.median(rates.getOrDefault(COPY, List.of()));
      rates.forEach(
          (name, of) ->
              print(
                  "| %s | %,.0f | %.2f | %.1f |",
                  name,
                  Side.median(of),
                  Side.median(of) / copy,
                  bytes.getOrDefault(name, 0L) / 1e6));
    }
  }

  private long copied(Persons persons) throws Exception {
    try (Connection connection = database.connect();
        CountingSink sink = new CountingSink()) {
      long rows =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut(
                  ("copy (select * from health_metrics where user_id = 1 and timestamp >= '%s' and"
                          + " timestamp < '%s' order by user_id, timestamp) to stdout")
                      .formatted(persons.start(), persons.end()),
                  sink);
      requireAll(persons, rows);
      return sink.bytes;
    }
  }

  private long exported(Service service, Persons persons, String type, String encoding)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:%d/samples?user_id=1&start=%s&end=%s"
                        .formatted(service.port(), persons.start(), persons.end())))
            .header("Accept", type)
            .header("Accept-Encoding", encoding)
            .build();
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new IllegalStateException("status " + response.statusCode());
    }
    try (InputStream body = response.body();
        CountingSink sink = new CountingSink()) {
      body.transferTo(sink);
      if (encoding.equals("identity")) {
        requireAll(persons, sink.timestamps);
      }
      return sink.bytes;
    }
  }

  private static void requireAll(Persons persons, long samples) {
    if (samples != persons.samplesEach()) {
      throw new IllegalStateException(
          "%,d samples of %,d came".formatted(samples, persons.samplesEach()));
    }
  }

  /** Counts what comes, and by their Zs the timestamps in it. */
  private static final class CountingSink extends OutputStream {
    private long bytes;
    private long timestamps;

    @Override
    public void write(int b) {
      bytes++;
      timestamps += b == 'Z' ? 1 : 0;
    }

    @Override
    public void write(byte[] some, int offset, int length) {
      bytes += length;
      for (int i = offset; i < offset + length; i++) {
        timestamps += some[i] == 'Z' ? 1 : 0;
      }
    }
  }
}
