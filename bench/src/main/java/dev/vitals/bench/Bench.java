package dev.vitals.bench;

import dev.vitals.bench.ingest.AccessLogBench;
import dev.vitals.bench.ingest.ColdBench;
import dev.vitals.bench.ingest.IngestBench;
import dev.vitals.bench.ingest.MemoryBench;
import dev.vitals.bench.ingest.MixedBench;
import dev.vitals.bench.ingest.NamesBench;
import dev.vitals.bench.ingest.StallBench;
import dev.vitals.bench.ingest.VersionsBench;
import dev.vitals.bench.person.EraseBench;
import dev.vitals.bench.person.ExportBench;
import dev.vitals.bench.reading.ColdQuestions;
import dev.vitals.bench.reading.Plans;
import dev.vitals.bench.reading.RollupsBench;
import dev.vitals.bench.reading.SeriesBench;
import dev.vitals.bench.rig.Arguments;
import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.bench.rig.Measurement;
import dev.vitals.bench.rig.NotMeasurableException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** {@code bench/run}, which tells what it takes. */
public final class Bench {
  private Bench() {}

  public static void main(String[] given) throws Exception {
    if (given.length == 0) {
      throw new IllegalArgumentException("which bench? the first lines of bench/run tell");
    }
    List<String> rest = Arrays.asList(given).subList(1, given.length);
    if (given[0].equals("jmh")) {
      // Allocation is half of what there is to know about these.
      org.openjdk.jmh.Main.main(
          Stream.concat(Stream.of("-prof", "gc"), rest.stream()).toArray(String[]::new));
      return;
    }
    Arguments arguments = new Arguments(rest);
    if (given[0].equals("peers")) {
      peers(arguments);
      return;
    }
    try (BenchDatabase database = BenchDatabase.create()) {
      Measurement measurement = named(given[0], database, arguments);
      arguments.requireAllKnown();
      measurement.run();
    }
  }

  private static void peers(Arguments arguments) throws Exception {
    Measurement measurement = new PeersBench(arguments);
    arguments.requireAllKnown();
    try {
      measurement.run();
    } catch (NotMeasurableException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static Measurement named(String name, BenchDatabase database, Arguments arguments) {
    return switch (name) {
      case "rollups" -> new RollupsBench(database, arguments);
      case "plans" -> new Plans(database, arguments);
      case "ingest" -> new IngestBench(database, arguments);
      case "names" -> new NamesBench(database, arguments);
      case "mixed" -> new MixedBench(database, arguments);
      case "log" -> new AccessLogBench(database, arguments);
      case "cold" ->
          arguments.text("question", "").isEmpty()
              ? new ColdBench(database, arguments)
              : new ColdQuestions(database, arguments);
      case "memory" -> new MemoryBench(database, arguments);
      case "versions" -> new VersionsBench(database, arguments);
      case "series" -> new SeriesBench(database, arguments);
      case "export" -> new ExportBench(database, arguments);
      case "erase" -> new EraseBench(database, arguments);
      case "stall" -> new StallBench(database, arguments);
      default -> throw new IllegalArgumentException("no bench is called " + name);
    };
  }
}
