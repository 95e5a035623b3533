package dev.vitals.bench.reading;

import static dev.vitals.bench.rig.Output.print;

import dev.vitals.bench.load.Contestant;
import dev.vitals.bench.load.HttpLoad;
import dev.vitals.bench.load.Outcome;
import dev.vitals.bench.load.PairSettings;
import dev.vitals.bench.load.PairTable;
import dev.vitals.bench.load.Traffic;
import dev.vitals.bench.load.Turns;
import dev.vitals.bench.peers.InfluxDb;
import dev.vitals.bench.rig.Arguments;
import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.bench.rig.CpuMeter;
import dev.vitals.bench.rig.Measurement;
import dev.vitals.bench.rig.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Series of a year that is settled beside the summaries of the same ranges, and beside InfluxDB's
 * of the same time, in turns. InfluxDB knows no months.
 */
public final class SeriesBench implements Measurement {
  private final BenchDatabase database;
  private final PairSettings settings;
  private final ReadingSettings size;
  private final List<String> questions;

  public SeriesBench(BenchDatabase database, Arguments arguments) {
    this.database = database;
    this.settings = PairSettings.of(arguments);
    this.size = ReadingSettings.ofPeers(arguments);
    this.questions =
        arguments.list(
            "questions",
            "year@1:1d,year@8:1d,year@1:1mo,30days@1:1h,30days@8:1h,day@1:15m,day@8:15m");
  }

  @Override
  public void run() throws Exception {
    History history = new History(database, size);
    history.load();
    database.maintenance().refresh();
    database.maintenance().compress();
    database.execute("vacuum analyze");
    print(
        "%s: %,d samples",
        database.maintenance().status().database().describe(), history.samples());
    try (Service service = Service.start(database, Service.SETTLE_EVERY);
        InfluxDb influx = InfluxDb.startSettlingSoon()) {
      HistoryLines.send(history, influx.port(), influx.writePath());
      influx.awaitIdle();
      measure(history, service, influx);
    }
  }

  private void measure(History history, Service service, InfluxDb influx) throws Exception {
    HistoryFigures expected = new HistoryFigures(history);
    CpuMeter ours = CpuMeter.of(service, database);
    PairTable table =
        new PairTable("buckets in " + SeriesAnswers.ZONE, "question", settings.withHalfLoad());
    for (String question : questions) {
      String[] parts = question.split(":", 2);
      Question of = Question.of(parts[0]);
      String bucket = parts[1];
      Contestant series =
          contestant(
              "series",
              service.port(),
              ours,
              traffic(new SeriesAnswers(bucket), of, history, expected));
      List<Contestant> peers = new ArrayList<>();
      peers.add(
          contestant(
              "summary",
              service.port(),
              ours,
              traffic(new VitalsAnswers(), of, history, expected)));
      if (!bucket.endsWith("o") && !bucket.endsWith("y")) {
        peers.add(
            contestant(
                "InfluxDB",
                influx.port(),
                influx.meter(),
                traffic(new InfluxSeries(bucket), of, history, expected)));
      }
      List<Contestant> all = new ArrayList<>(peers);
      all.add(0, series);
      new Turns(settings).take(of + " by " + bucket, all);
      peers.forEach(peer -> table.add(of + " by " + bucket, series, peer));
    }
    table.printAll();
  }

  private record Asking(Question question, IntFunction<Traffic> traffic) {}

  private static Asking traffic(
      Respondent respondent, Question question, History history, HistoryFigures expected) {
    return new Asking(
        question,
        connection -> new QuestionTraffic(respondent, question, history, expected, connection));
  }

  private Contestant contestant(String name, int port, CpuMeter meter, Asking asking) {
    return new Contestant(
        name,
        rate -> {
          Outcome outcome =
              HttpLoad.of(port, asking.question().connections(), asking.traffic())
                  .atRate(rate)
                  .run(settings.length(), meter);
          if (!outcome.tally().isOfAnswers(200)) {
            throw new IllegalStateException(name + ": " + outcome.tally());
          }
          return outcome;
        });
  }
}
