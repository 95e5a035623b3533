package dev.vitals.bench.ingest;

import static dev.vitals.bench.rig.Output.print;

import dev.vitals.bench.load.HttpLoad;
import dev.vitals.bench.load.Outcome;
import dev.vitals.bench.load.Side;
import dev.vitals.bench.rig.Arguments;
import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.bench.rig.CpuMeter;
import dev.vitals.bench.rig.Measurement;
import dev.vitals.bench.rig.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/**
 * What a line a request costs, where a request is as small as can be: rounds with the access log on
 * and off in turns, of one service, whose log is a file.
 */
public final class AccessLogBench implements Measurement {
  private final BenchDatabase database;
  private final SamplesTable table;
  private final IngestSettings settings;
  private final List<Shape> shapes;

  public AccessLogBench(BenchDatabase database, Arguments arguments) {
    this.database = database;
    this.table = new SamplesTable(database);
    this.settings = IngestSettings.of(arguments);
    this.shapes = arguments.list("shapes", "1@8,1@32").stream().map(Shape::of).toList();
  }

  @Override
  public void run() throws Exception {
    try (Service service = WarmService.start(database, settings.warmUp())) {
      CpuMeter meter = CpuMeter.of(service, database);
      print("%s", settings);
      for (Shape shape : shapes) {
        measure(shape, service, meter);
      }
    }
  }

  private void measure(Shape shape, Service service, CpuMeter meter) throws Exception {
    HttpLoad load = shape.load(service.port(), Late.NONE);
    Side with = new Side();
    Side without = new Side();
    for (int round = 0; round <= settings.rounds(); round++) {
      Outcome on = run(service, "INFO", load, meter);
      Outcome off = run(service, "OFF", load, meter);
      print("%s, round %d: on %,.0f/s, off %,.0f/s", shape, round, on.perSecond(), off.perSecond());
      // The first of each is for warming up.
      if (round > 0) {
        with.add(on);
        without.add(off);
      }
    }
    print(
        "%s: on %,.0f/s p99 %.2f ms, off %,.0f/s p99 %.2f ms, ratio %.2f",
        shape,
        with.perSecond(),
        with.millis(0.99),
        without.perSecond(),
        without.millis(0.99),
        with.ratioTo(without));
    print("  CPU us a record on  %s", with.cpuMicrosARecord());
    print("  CPU us a record off %s", without.cpuMicrosARecord());
  }

  private Outcome run(Service service, String level, HttpLoad load, CpuMeter meter)
      throws Exception {
    setLevel(service, level);
    table.empty();
    Outcome outcome = load.run(settings.length(), meter);
    table.requireAllOf(outcome.tally());
    return outcome;
  }

  /** By Dropwizard's own task: another start would be another JVM. */
  private static void setLevel(Service service, String level)
      throws IOException, InterruptedException {
    URI task =
        URI.create(
            "http://127.0.0.1:%d/tasks/log-level?logger=dev.vitals.access&level=%s"
                .formatted(service.adminPort(), level));
    int status =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(task).POST(BodyPublishers.noBody()).build(),
                BodyHandlers.discarding())
            .statusCode();
    if (status != 200) {
      throw new IllegalStateException("the level could not be set: " + status);
    }
  }
}
