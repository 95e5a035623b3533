package dev.vitals.bench.reading;

import static dev.vitals.bench.rig.Output.print;

import dev.vitals.bench.load.Contestant;
import dev.vitals.bench.load.HttpLoad;
import dev.vitals.bench.load.Outcome;
import dev.vitals.bench.load.PairSettings;
import dev.vitals.bench.load.PairTable;
import dev.vitals.bench.load.Side;
import dev.vitals.bench.load.Turns;
import dev.vitals.bench.rig.CpuMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks some servers the same, in turns, and the first one's database without the server. */
final class QuestionTurns {
  private final PairSettings settings;
  private final History history;
  private final HistoryFigures expected;
  private final List<Server> servers;
  private final Optional<PgBench> pgBench;
  private final PairTable table;
  private final List<String> besidePgBench = new ArrayList<>();

  QuestionTurns(
      PairSettings settings, History history, List<Server> servers, Optional<PgBench> pgBench) {
    this.settings = settings;
    this.history = history;
    this.expected = new HistoryFigures(history);
    this.servers = servers;
    this.pgBench = pgBench;
    this.table = new PairTable("question @ connections", "question", settings.withHalfLoad());
  }

  /** Who is asked. */
  record Server(String name, Respondent respondent, int port, CpuMeter meter) {}

  void take(List<Question> questions) throws Exception {
    // All of them, since whoever is first has not been compiled.
    for (Server server : servers) {
      run(questions.get(0), server, settings.warmUp(), 0);
    }
    for (Question question : questions) {
      take(question);
    }
    table.printAll();
    print("%n| question @ connections | Vitals, a second | pgbench, same SQL | ratio |");
    print("| --- | --- | --- | --- |");
    besidePgBench.forEach(row -> print("%s", row));
  }

  private void take(Question question) throws Exception {
    List<Contestant> contestants =
        servers.stream()
            .map(
                server ->
                    new Contestant(
                        server.name(), rate -> run(question, server, settings.length(), rate)))
            .toList();
    List<Double> bare = new ArrayList<>();
    new Turns(settings)
        .take(
            question.toString(),
            contestants,
            () -> {
              if (pgBench.isPresent()) {
                bare.add(pgBench.get().rate(question, history, settings.length()));
              }
            });
    Contestant first = contestants.get(0);
    contestants.stream().skip(1).forEach(peer -> table.add(question.toString(), first, peer));
    besidePgBench.add(
        bare.isEmpty()
            ? "| %s | %,.0f | NOT MEASURED: VITALS_BENCH_PGBENCH is not set | |"
                .formatted(question, first.full().perSecond())
            : "| %s | %,.0f | %,.0f | %.2f |"
                .formatted(
                    question,
                    first.full().perSecond(),
                    Side.median(bare),
                    first.full().ratioTo(bare)));
  }

  private Outcome run(Question question, Server server, Duration length, double perSecond)
      throws Exception {
    Outcome outcome =
        HttpLoad.of(
                server.port(),
                question.connections(),
                connection ->
                    new QuestionTraffic(
                        server.respondent(), question, history, expected, connection))
            .atRate(perSecond)
            .run(length, server.meter());
    if (!outcome.tally().isOfAnswers(200)) {
      throw new IllegalStateException(server.name() + ": " + outcome.tally());
    }
    return outcome;
  }
}
