package dev.vitals.bench.load;

import dev.vitals.bench.rig.CpuSeconds;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The rounds of one of those that are compared. */
public final class Side {
  private final List<Outcome> rounds = new ArrayList<>();

  public void add(Outcome round) {
    rounds.add(round);
  }

  /** The median of the rounds, in records. */
  public double perSecond() {
    return median(rounds.stream().map(Outcome::perSecond).toList());
  }

  /** The median of the rounds. */
  public double requestsPerSecond() {
    return median(rounds.stream().map(round -> round.latencies().perSecond()).toList());
  }

  /**
   * The median of the rounds' own ratios: a machine that slows down between two rounds slows both
   * of a pair.
   *
   * @param other of as many rounds, each measured next to its own here
   */
  public double ratioTo(Side other) {
    return ratioTo(other.rounds.stream().map(Outcome::perSecond).toList());
  }

  /**
   * @param perSecond of the other's rounds
   */
  public double ratioTo(List<Double> perSecond) {
    return median(
        IntStream.range(0, rounds.size())
            .mapToObj(i -> rounds.get(i).perSecond() / perSecond.get(i))
            .toList());
  }

  public static double median(List<Double> values) {
    List<Double> ascending = values.stream().sorted().toList();
    int half = ascending.size() / 2;
    return ascending.size() % 2 == 1
        ? ascending.get(half)
        : (ascending.get(half - 1) + ascending.get(half)) / 2;
  }

  /** The median of the rounds: a stall of the machine in one of them is not the rule. */
  public double millis(double quantile) {
    return median(rounds.stream().map(round -> round.latencies().millis(quantile)).toList());
  }

  /** In millionths of a second a record, as text. */
  public String cpuMicrosARecord() {
    CpuSeconds all = cpu();
    double records = records() / 1e6;
    return String.format(
        "%8.2f %9.2f %8.2f %8.2f  %4.2f",
        all.service() / records,
        all.database() / records,
        all.bench() / records,
        all.others() / records,
        all.machine() / seconds());
  }

  /** What the measured servers took of the cores, in millionths of a second a record. */
  public double serversMicrosARecord() {
    return cpu().servers() / records() * 1e6;
  }

  private CpuSeconds cpu() {
    return rounds.stream().map(Outcome::cpu).reduce(CpuSeconds.NONE, CpuSeconds::plus);
  }

  private long records() {
    return rounds.stream().mapToLong(round -> round.tally().counted()).sum();
  }

  private double seconds() {
    return rounds.stream().mapToDouble(Outcome::seconds).sum();
  }
}
