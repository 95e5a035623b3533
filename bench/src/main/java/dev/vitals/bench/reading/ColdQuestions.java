package dev.vitals.bench.reading;

import static dev.vitals.bench.rig.Output.print;

import dev.vitals.bench.load.ColdMinute;
import dev.vitals.bench.load.HttpLoad;
import dev.vitals.bench.load.Outcome;
import dev.vitals.bench.rig.Arguments;
import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.bench.rig.CpuMeter;
import dev.vitals.bench.rig.Measurement;
import dev.vitals.bench.rig.Service;

/** The first minute of a service that is asked. Every answer is compared with what it must be. */
public final class ColdQuestions implements Measurement {
  private final BenchDatabase database;
  private final ReadingSettings size;
  private final Question question;
  private final int seconds;
  private final String[] jvmOptions;

  public ColdQuestions(BenchDatabase database, Arguments arguments) {
    this.database = database;
    this.size = ReadingSettings.ofPeers(arguments);
    this.question = Question.of(arguments.text("question", "hour@8"));
    this.seconds = arguments.number("seconds", 60);
    this.jvmOptions = arguments.options("jvm");
  }

  @Override
  public void run() throws Exception {
    History history = new History(database, size);
    history.load();
    database.maintenance().refresh();
    database.maintenance().compress();
    database.execute("vacuum analyze");
    print("database: %s", database.maintenance().status().database().describe());
    HistoryFigures expected = new HistoryFigures(history);
    long begun = System.nanoTime();
    try (Service service = Service.start(database, Service.SETTLE_EVERY, jvmOptions)) {
      print("listens after %.1f s", (System.nanoTime() - begun) / 1e9);
      HttpLoad load =
          HttpLoad.of(
              service.port(),
              question.connections(),
              connection ->
                  new QuestionTraffic(
                      new VitalsAnswers(), question, history, expected, connection));
      Outcome outcome =
          new ColdMinute(question.toString(), load, seconds).run(CpuMeter.of(service, database));
      if (!outcome.tally().isOfAnswers(200)) {
        throw new IllegalStateException(outcome.tally().toString());
      }
    }
  }
}
