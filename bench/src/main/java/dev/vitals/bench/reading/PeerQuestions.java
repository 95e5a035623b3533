package dev.vitals.bench.reading;

import static dev.vitals.bench.rig.Output.print;

import dev.vitals.bench.load.PairSettings;
import dev.vitals.bench.peers.InfluxDb;
import dev.vitals.bench.peers.VictoriaMetrics;
import dev.vitals.bench.reading.QuestionTurns.Server;
import dev.vitals.bench.rig.Arguments;
import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.bench.rig.CpuMeter;
import dev.vitals.bench.rig.Service;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The same questions about the same year, which is settled, to the service, to VictoriaMetrics and
 * to InfluxDB, in turns.
 */
public final class PeerQuestions {
  private final PairSettings settings;
  private final ReadingSettings size;
  private final List<Question> questions;
  private final String[] jvmOptions;

  public PeerQuestions(Arguments arguments) {
    this.settings = PairSettings.of(arguments);
    this.size = ReadingSettings.ofPeers(arguments);
    this.questions =
        arguments.list("questions", "hour@8,day@8,30days@2,year@2").stream()
            .filter(question -> !question.isEmpty())
            .map(Question::of)
            .toList();
    this.jvmOptions = arguments.options("jvm");
  }

  public boolean isAny() {
    return !questions.isEmpty();
  }

  /**
   * @param database that is empty
   */
  public void run(BenchDatabase database) throws Exception {
    History history = new History(database, size);
    try (InfluxDb influx = InfluxDb.startSettlingSoon();
        VictoriaMetrics victoria = VictoriaMetrics.start()) {
      load(database, history, influx, victoria);
      try (Service service = Service.start(database, Service.SETTLE_EVERY, jvmOptions)) {
        measure(database, history, service, influx, victoria);
      }
    }
  }

  private void load(
      BenchDatabase database, History history, InfluxDb influx, VictoriaMetrics victoria)
      throws Exception {
    long begun = System.nanoTime();
    history.load();
    database.maintenance().refresh();
    database.maintenance().compress();
    database.execute("vacuum analyze");
    long samples = history.samples();
    print("%s: %,d samples", database.maintenance().status().database().describe(), samples);
    ExecutorService loaders = Executors.newFixedThreadPool(2);
    try {
      Future<?> intoInflux = loaders.submit(() -> load(history, influx.port(), influx.writePath()));
      Future<?> intoVictoria =
          loaders.submit(() -> load(history, victoria.port(), victoria.writePath()));
      intoInflux.get();
      intoVictoria.get();
    } finally {
      loaders.shutdown();
    }
    victoria.settle();
    requireAll("InfluxDB", influx.samples(), samples);
    requireAll(
        "VictoriaMetrics",
        victoria.samples(Math.toIntExact(History.YEAR.toDays()), history.end().toEpochMilli() - 1),
        samples);
    influx.awaitIdle();
    victoria.awaitIdle();
    print("all three loaded and settled in %.0f s", (System.nanoTime() - begun) / 1e9);
  }

  private static Object load(History history, int port, String path) throws IOException {
    HistoryLines.send(history, port, path);
    return history;
  }

  private static void requireAll(String name, long there, long samples) {
    if (there != samples) {
      throw new IllegalStateException("%s has %,d samples of %,d".formatted(name, there, samples));
    }
  }

  private void measure(
      BenchDatabase database,
      History history,
      Service service,
      InfluxDb influx,
      VictoriaMetrics victoria)
      throws Exception {
    List<Server> servers =
        List.of(
            new Server(
                "Vitals", new VitalsAnswers(), service.port(), CpuMeter.of(service, database)),
            new Server("VictoriaMetrics", new VictoriaAnswers(), victoria.port(), victoria.meter()),
            new Server("InfluxDB", new InfluxAnswers(), influx.port(), influx.meter()));
    new QuestionTurns(settings, history, servers, PgBench.on(database)).take(questions);
  }
}
