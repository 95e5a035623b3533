package dev.vitals.bench;

import static dev.vitals.bench.rig.Output.print;

import dev.vitals.bench.ingest.InfluxPairs;
import dev.vitals.bench.peers.InfluxDb;
import dev.vitals.bench.peers.VictoriaMetrics;
import dev.vitals.bench.reading.PeerQuestions;
import dev.vitals.bench.rig.Arguments;
import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.bench.rig.Measurement;

/**
 * The service beside its peers in turns: what it takes in, then how it answers. Each in a database
 * of its own: rollups that are filled do not take in a history that is laid below them.
 */
final class PeersBench implements Measurement {
  private final InfluxPairs ingest;
  private final PeerQuestions questions;

  PeersBench(Arguments arguments) {
    this.ingest = new InfluxPairs(arguments);
    this.questions = new PeerQuestions(arguments);
  }

  @Override
  public void run() throws Exception {
    print("InfluxDB: %s", InfluxDb.program());
    if (questions.isAny()) {
      print("VictoriaMetrics: %s", VictoriaMetrics.program());
    }
    if (ingest.isAny()) {
      try (BenchDatabase database = BenchDatabase.create()) {
        ingest.run(database);
      }
    }
    if (questions.isAny()) {
      try (BenchDatabase database = BenchDatabase.create()) {
        questions.run(database);
      }
    }
  }
}
