package dev.vitals.bench.ingest;

import static dev.vitals.bench.rig.Output.print;

import dev.vitals.bench.load.HttpLoad;
import dev.vitals.bench.load.Outcome;
import dev.vitals.bench.rig.Arguments;
import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.bench.rig.CpuMeter;
import dev.vitals.bench.rig.Measurement;
import dev.vitals.bench.rig.Service;
import java.util.ArrayList;
import java.util.List;

/**
 * HTTP against a bare COPY, or against single upserts where a request is one record: rounds of both
 * in turns, each on an empty table.
 */
public final class IngestBench implements Measurement {
  private final BenchDatabase database;
  private final SamplesTable table;
  private final IngestSettings settings;
  private final int commitDelayMicros;
  private final List<Shape> shapes;

  public IngestBench(BenchDatabase database, Arguments arguments) {
    this.database = database;
    this.table = new SamplesTable(database);
    this.settings = IngestSettings.of(arguments);
    this.commitDelayMicros = arguments.number("commitDelayMicros", 0);
    this.shapes =
        arguments.list("shapes", "1@8,1@32,100@8,1000@8,1000@32,10000@8").stream()
            .map(Shape::of)
            .toList();
  }

  @Override
  public void run() throws Exception {
    if (commitDelayMicros > 0) {
      database.delayCommits(commitDelayMicros);
      print("each commit waits for %d us before it flushes", commitDelayMicros);
    }
    try (Service service = WarmService.start(database, settings.warmUp())) {
      CpuMeter meter = CpuMeter.of(service, database);
      print("%s", settings);
      List<ShapeReport> reports = new ArrayList<>();
      for (Shape shape : shapes) {
        reports.add(measure(shape, service, meter));
      }
      ShapeReport.printAll(reports);
    }
  }

  private ShapeReport measure(Shape shape, Service service, CpuMeter meter) throws Exception {
    HttpLoad load = shape.load(service.port(), Late.NONE);
    ShapeReport report = new ShapeReport(shape);
    for (int round = 0; round <= settings.rounds(); round++) {
      table.empty();
      long before = table.transactions();
      Outcome http = load.run(settings.length(), meter);
      double rows = (double) http.tally().stored() / (table.transactions() - before);
      table.requireAllOf(http.tally());
      Outcome direct = direct(shape, meter, rows);
      print(
          "%s, round %d: HTTP %,.0f/s, %,.0f rows a transaction, %s %,.0f/s, %s",
          shape,
          round,
          http.perSecond(),
          rows,
          report.directName(),
          direct.perSecond(),
          http.tally());
      // The first of each for nothing: what is compiled for another shape is not what this needs.
      if (round > 0) {
        report.add(http, rows, direct);
      }
    }
    if (shape.isOfOneRecord()) {
      halfLoad(load.atRate(report.http().perSecond() / 2), meter, report);
    }
    return report;
  }

  private Outcome direct(Shape shape, CpuMeter meter, double rowsSeen) throws Exception {
    table.empty();
    Outcome outcome =
        shape.isOfOneRecord()
            ? SingleUpserts.run(database, meter, settings.length())
            : BareCopy.run(
                database,
                meter,
                shape,
                settings.rows(shape, rowsSeen),
                settings.writers(shape),
                settings.length());
    table.requireAllOf(outcome.tally());
    return outcome;
  }

  private void halfLoad(HttpLoad load, CpuMeter meter, ShapeReport report) throws Exception {
    for (int round = 0; round < settings.rounds(); round++) {
      table.empty();
      Outcome outcome = load.run(settings.length(), meter);
      table.requireAllOf(outcome.tally());
      print("%s, half load %d: %s", report.shape(), round + 1, outcome.latencies());
      report.addHalfLoad(outcome);
    }
  }
}
