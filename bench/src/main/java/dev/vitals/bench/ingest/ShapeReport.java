package dev.vitals.bench.ingest;

import static dev.vitals.bench.rig.Output.print;

import dev.vitals.bench.load.Outcome;
import dev.vitals.bench.load.Side;
import java.util.ArrayList;
import java.util.List;

/** What was measured of one shape. */
final class ShapeReport {
  private final Shape shape;
  private final Side http = new Side();

  /** The database with nothing before it. */
  private final Side direct = new Side();

  private final Side halfLoad = new Side();
  private final List<Double> rowsATransaction = new ArrayList<>();

  ShapeReport(Shape shape) {
    this.shape = shape;
  }

  /**
   * @param rows a transaction of the former
   */
  void add(Outcome overHttp, double rows, Outcome database) {
    http.add(overHttp);
    rowsATransaction.add(rows);
    direct.add(database);
  }

  /** HTTP at half the rate. */
  void addHalfLoad(Outcome outcome) {
    halfLoad.add(outcome);
  }

  Shape shape() {
    return shape;
  }

  Side http() {
    return http;
  }

  String directName() {
    return shape.isOfOneRecord() ? "single upserts" : "bare COPY";
  }

  static void printAll(List<ShapeReport> reports) {
    print(
        "%n%-9s %10s %10s %-14s %6s %9s %8s %8s",
        "shape", "HTTP/s", "direct/s", "", "ratio", "rows/txn", "p50 ms", "p99 ms");
    reports.forEach(ShapeReport::printRates);
    print(
        "%n%-9s %-14s %9s %9s %9s    %s",
        "half load", "requests/s", "p50 ms", "p99 ms", "max ms", "single upserts: p99, max");
    reports.stream()
        .filter(report -> report.shape.isOfOneRecord())
        .forEach(ShapeReport::printHalfLoad);
    print(
        "%nCPU, in microseconds a record; busy cores of %d",
        Runtime.getRuntime().availableProcessors());
    print(
        "%-9s %-14s %8s %9s %8s %8s  %s",
        "shape", "", "service", "database", "bench", "others", "busy");
    reports.forEach(ShapeReport::printCpu);
  }

  private void printRates() {
    print(
        "%-9s %,10.0f %,10.0f %-14s %6.2f %,9.0f %8.2f %8.2f",
        shape,
        http.perSecond(),
        direct.perSecond(),
        directName(),
        http.ratioTo(direct),
        Side.median(rowsATransaction),
        http.millis(0.5),
        http.millis(0.99));
  }

  private void printHalfLoad() {
    print(
        "%-9s %,-14.0f %9.2f %9.2f %9.2f    %9.2f %9.2f",
        shape,
        halfLoad.perSecond(),
        halfLoad.millis(0.5),
        halfLoad.millis(0.99),
        halfLoad.millis(1),
        direct.millis(0.99),
        direct.millis(1));
  }

  private void printCpu() {
    print("%-9s %-14s %s", shape, "HTTP", http.cpuMicrosARecord());
    print("%-9s %-14s %s", "", directName(), direct.cpuMicrosARecord());
  }
}
