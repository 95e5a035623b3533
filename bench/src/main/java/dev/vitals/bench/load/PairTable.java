package dev.vitals.bench.load;

import static dev.vitals.bench.rig.Output.print;

import java.util.ArrayList;
import java.util.List;

/** Pairs as tables in Markdown, a row each. */
public final class PairTable {
  private final String title;
  private final String unit;
  private final boolean withHalfLoad;
  private final List<Row> rows = new ArrayList<>();

  /**
   * @param unit of what the load is counted in
   */
  public PairTable(String title, String unit, boolean withHalfLoad) {
    this.title = title;
    this.unit = unit;
    this.withHalfLoad = withHalfLoad;
  }

  private record Row(String what, Contestant ours, Contestant peer) {}

  public void add(String what, Contestant ours, Contestant peer) {
    rows.add(new Row(what, ours, peer));
  }

  public void printAll() {
    print(
        "%n| %s | peer | Vitals, a second | peer, a second | ratio | CPU us a %s, Vitals / peer"
            + " | p50 / p95 / p99 ms, Vitals | p50 / p95 / p99 ms, peer |",
        title, unit);
    print("| --- | --- | --- | --- | --- | --- | --- | --- |");
    rows.forEach(PairTable::printFull);
    if (withHalfLoad) {
      print(
          "%n| %s, at half of its own rate | peer | p50 / p95 / p99 ms, Vitals | p50 / p95 / p99 ms, peer |",
          title);
      print("| --- | --- | --- | --- |");
      rows.forEach(PairTable::printHalf);
    }
  }

  private static void printFull(Row row) {
    Side ours = row.ours.full();
    Side peer = row.peer.full();
    print(
        "| %s | %s | %s | %s | %.2f | %s / %s | %s | %s |",
        row.what,
        row.peer.name(),
        figure(ours.perSecond()),
        figure(peer.perSecond()),
        ours.ratioTo(peer),
        figure(ours.serversMicrosARecord()),
        figure(peer.serversMicrosARecord()),
        latency(ours),
        latency(peer));
  }

  private static void printHalf(Row row) {
    print(
        "| %s | %s | %s | %s |",
        row.what, row.peer.name(), latency(row.ours.half()), latency(row.peer.half()));
  }

  private static String latency(Side side) {
    return figure(side.millis(0.5))
        + " / "
        + figure(side.millis(0.95))
        + " / "
        + figure(side.millis(0.99));
  }

  /** More than three digits say nothing of what was measured. */
  private static String figure(double value) {
    return String.format(value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
  }
}
