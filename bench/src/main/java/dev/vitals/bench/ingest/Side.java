package dev.vitals.bench.ingest;

import dev.vitals.bench.rig.CpuSeconds;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

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

  /**
   * The median of the rounds' own ratios: a machine that slows down between two rounds slows both
   * of a pair.
   *
   * @param other of as many rounds, each measured next to its own here
   */
  double ratioTo(Side other) {
    return median(
        IntStream.range(0, rounds.size())
            .mapToObj(i -> rounds.get(i).perSecond() / other.rounds.get(i).perSecond())
            .toList());
  }

  static double median(List<Double> values) {
    List<Double> ascending = values.stream().sorted().toList();
    int half = ascending.size() / 2;
    return ascending.size() % 2 == 1
        ? ascending.get(half)
        : (ascending.get(half - 1) + ascending.get(half)) / 2;
  }

  /** The median of the rounds: a stall of the machine in one of them is not the rule. */
  double millis(double quantile) {
    return median(rounds.stream().map(round -> round.latencies().millis(quantile)).toList());
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
