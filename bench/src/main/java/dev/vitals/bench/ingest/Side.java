package dev.vitals.bench.ingest;

import dev.vitals.bench.rig.CpuSeconds;
import dev.vitals.bench.rig.Latencies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** The rounds of one of those that are compared. */
final class Side {
  private final List<Outcome> rounds = new ArrayList<>();

  void add(Outcome round) {
    rounds.add(round);
  }

  /** The median of the rounds, in records. */
  double perSecond() {
    return median(rounds.stream().map(Outcome::perSecond).toList());
  }

  static double median(List<Double> values) {
    List<Double> ascending = values.stream().sorted().toList();
    int half = ascending.size() / 2;
    return ascending.size() % 2 == 1
        ? ascending.get(half)
        : (ascending.get(half - 1) + ascending.get(half)) / 2;
  }

  /** Of all rounds together. */
  Latencies latencies() {
    long[] all =
        rounds.stream()
            .flatMapToLong(round -> LongStream.of(round.tally().latenciesNanos()))
            .toArray();
    return new Latencies(all, Duration.ofNanos(Math.round(seconds() * 1e9)));
  }

  /** In millionths of a second a record, as text. */
  String cpuMicrosARecord() {
    CpuSeconds all = rounds.stream().map(Outcome::cpu).reduce(CpuSeconds.NONE, CpuSeconds::plus);
    double records = rounds.stream().mapToLong(round -> round.tally().counted()).sum() / 1e6;
    return String.format(
        "%8.2f %9.2f %8.2f %8.2f  %4.2f",
        all.service() / records,
        all.database() / records,
        all.bench() / records,
        all.others() / records,
        all.machine() / seconds());
  }

  private double seconds() {
    return rounds.stream().mapToDouble(Outcome::seconds).sum();
  }
}
