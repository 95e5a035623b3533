package dev.vitals.simulator.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.vitals.simulator.http.Outcome;
import dev.vitals.simulator.http.RetryingClient;
import dev.vitals.simulator.http.Traffic;
import dev.vitals.simulator.http.VitalsApi;
import dev.vitals.simulator.wearable.Chance;
import dev.vitals.simulator.wearable.Fleet;
import dev.vitals.simulator.wearable.Wearable;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks the service, and compares its answers with what was acknowledged. */
public final class Verification {
  private final Fleet fleet;
  private final Ledger ledger;
  private final VitalsApi api;
  private final RetryingClient client;
  private final Traffic traffic = new Traffic();
  private final Set<Long> usersOfEarlier = ConcurrentHashMap.newKeySet();

  public Verification(Fleet fleet, Ledger ledger, VitalsApi api, RetryingClient client) {
    this.fleet = fleet;
    this.ledger = ledger;
    this.api = api;
    this.client = client;
  }

  /**
   * Before anything is sent: who has samples already. The same seed's do no harm, another's explain
   * what would look like a fault.
   *
   * @param end the epoch second up to which it matters
   */
  public void lookForEarlierSamples(long firstUser, int users, long end)
      throws InterruptedException {
    Instant begin = Instant.ofEpochSecond(ledger.begin() * 60);
    for (long user = firstUser; user < firstUser + users; user++) {
      if (ledger.isTracked(user)
          && client.send(
                  api.metrics(fleet.userId(user), begin, Instant.ofEpochSecond(end)), traffic)
              instanceof Outcome.Answered answer
          && answer.isOk()) {
        usersOfEarlier.add(user);
      }
    }
  }

  /**
   * @param connections so many questions at once
   */
  public Verdict run(int connections) throws InterruptedException {
    Verdict verdict = new Verdict();
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      List<Callable<Verdict>> checks =
          ledger.users().entrySet().stream()
              .<Callable<Verdict>>map(user -> () -> check(user.getKey(), user.getValue(), verdict))
              .toList();
      for (Future<Verdict> check : threads.invokeAll(checks)) {
        check.get();
      }
      return verdict;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  /** What the questions took. */
  public Traffic traffic() {
    return traffic;
  }

  private Verdict check(long user, TrackedMinutes minutes, Verdict verdict)
      throws InterruptedException {
    Wearable wearable = fleet.wearable(user);
    Expectation expectation = new Expectation(fleet.metrics(), wearable, minutes, ledger.begin());
    verdict.user(expectation.unknownDays());
    long begin = ledger.begin() * 60;
    Set<Question> questions =
        Question.about(
            user,
            begin,
            begin + minutes.length() * 60L,
            wearable.person().second(),
            Chance.of(fleet.seed()).with(user).with("question"));
    for (Question question : questions) {
      if (!expectation.isUnknown(question)) {
        compare(question, expectation.of(question), verdict);
      }
    }
    return verdict;
  }

  private void compare(Question question, Figures expected, Verdict verdict)
      throws InterruptedException {
    Outcome outcome =
        client.send(
            api.metrics(
                fleet.userId(question.userId()), question.startInstant(), question.endInstant()),
            traffic);
    try {
      if (outcome instanceof Outcome.Answered answer && (answer.isOk() || answer.status() == 404)) {
        Figures answered =
            answer.isOk()
                ? Figures.ofAnswer(fleet.metrics(), answer.body())
                : new Totals(fleet.metrics()).figures();
        List<String> differences = expected.differences(answered);
        if (differences.isEmpty()) {
          verdict.matched();
        } else {
          verdict.mismatched(
              question.text() + ": " + String.join(", ", differences),
              usersOfEarlier.contains(question.userId()));
        }
        return;
      }
    } catch (JsonProcessingException e) {
      // No answer that could be compared, then.
    }
    verdict.wasNotAnswered();
  }
}
