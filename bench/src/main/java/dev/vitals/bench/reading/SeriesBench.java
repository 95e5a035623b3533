package dev.vitals.bench.reading;

import static dev.vitals.bench.rig.Output.print;

import dev.vitals.bench.load.Contestant;
import dev.vitals.bench.load.HttpLoad;
import dev.vitals.bench.load.Outcome;
import dev.vitals.bench.load.PairSettings;
import dev.vitals.bench.load.PairTable;
import dev.vitals.bench.load.Turns;
import dev.vitals.bench.rig.Arguments;
import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.bench.rig.CpuMeter;
import dev.vitals.bench.rig.Measurement;
import dev.vitals.bench.rig.Service;
import java.util.List;

/** Series of a year that is settled beside the summaries of the same ranges, in turns. */
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
    HistoryFigures expected = new HistoryFigures(history);
    PairTable table =
        new PairTable("buckets in Europe/Berlin", "question", settings.withHalfLoad());
    try (Service service = Service.start(database, Service.SETTLE_EVERY)) {
      for (String question : questions) {
        String[] parts = question.split(":", 2);
        Question of = Question.of(parts[0]);
        Contestant series =
            contestant("series", new SeriesAnswers(parts[1]), of, history, expected, service);
        Contestant summary =
            contestant("summary", new VitalsAnswers(), of, history, expected, service);
        new Turns(settings).take(of + " by " + parts[1], List.of(series, summary));
        table.add(of + " by " + parts[1], series, summary);
      }
    }
    table.printAll();
  }

  private Contestant contestant(
      String name,
      Respondent respondent,
      Question question,
      History history,
      HistoryFigures expected,
      Service service) {
    CpuMeter meter = CpuMeter.of(service, database);
    return new Contestant(
        name,
        rate -> {
          Outcome outcome =
              HttpLoad.of(
                      service.port(),
                      question.connections(),
                      connection ->
                          new QuestionTraffic(respondent, question, history, expected, connection))
                  .atRate(rate)
                  .run(settings.length(), meter);
          if (!outcome.tally().isOfAnswers(200)) {
            throw new IllegalStateException(name + ": " + outcome.tally());
          }
          return outcome;
        });
  }
}
