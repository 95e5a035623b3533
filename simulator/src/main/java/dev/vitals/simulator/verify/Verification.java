package dev.vitals.simulator.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.vitals.simulator.http.Outcome;
import dev.vitals.simulator.http.RetryingClient;
import dev.vitals.simulator.http.Traffic;
import dev.vitals.simulator.http.VitalsApi;
import dev.vitals.simulator.wearable.Chance;
import dev.vitals.simulator.wearable.Fleet;
import dev.vitals.simulator.wearable.Wearable;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks the service, and compares its answers with what was acknowledged. */
public final class Verification {
  /** How many zones' days are compared. */
  public static final int ZONES = LocalDays.ZONES.size();

  /** Each is asked in all zones, which takes as long as all of its other questions. */
  private static final int USERS_BY_DAYS = 20;

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
    Set<Long> byDays =
        ledger.users().keySet().stream().limit(USERS_BY_DAYS).collect(Collectors.toSet());
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      List<Callable<Verdict>> checks =
          ledger.users().entrySet().stream()
              .<Callable<Verdict>>map(
                  user -> () -> check(user.getKey(), user.getValue(), byDays, verdict))
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

  private Verdict check(long user, TrackedMinutes minutes, Set<Long> byDays, Verdict verdict)
      throws InterruptedException {
    Wearable wearable = fleet.wearable(user);
    Expectation expectation = new Expectation(fleet.metrics(), wearable, minutes, ledger.begin());
    verdict.user(expectation.unknownDays());
    long begin = ledger.begin() * 60;
    long end = begin + minutes.length() * 60L;
    Set<Question> questions =
        Question.about(
            user,
            begin,
            end,
            wearable.person().second(),
            Chance.of(fleet.seed()).with(user).with("question"));
    for (Question question : questions) {
      if (!expectation.isUnknown(question)) {
        ask(question, expectation.of(question), verdict);
      }
    }
    if (byDays.contains(user)) {
      for (ZoneId zone : LocalDays.ZONES) {
        ask(new LocalDays(user, begin, end, zone), expectation, verdict);
      }
    }
    return verdict;
  }

  private void ask(Question question, Figures expected, Verdict verdict)
      throws InterruptedException {
    compare(
        question.userId(),
        question.text(),
        api.metrics(
            fleet.userId(question.userId()), question.startInstant(), question.endInstant()),
        body ->
            expected.differences(
                body == null
                    ? new Totals(fleet.metrics()).figures()
                    : Figures.ofAnswer(fleet.metrics(), body)),
        verdict);
  }

  private void ask(LocalDays days, Expectation expectation, Verdict verdict)
      throws InterruptedException {
    compare(
        days.userId(),
        days.text(),
        api.days(fleet.userId(days.userId()), days.startInstant(), days.endInstant(), days.zone()),
        body -> {
          List<String> differences = days.differences(expectation, fleet.metrics(), body);
          verdict.series(days.days().size());
          return differences;
        },
        verdict);
  }

  /** Compares with what is expected. */
  private interface Comparison {
    /**
     * @param body null if there are no samples
     */
    List<String> differences(@Nullable String body) throws JsonProcessingException;
  }

  private void compare(
      long user, String what, HttpRequest request, Comparison comparison, Verdict verdict)
      throws InterruptedException {
    Outcome outcome = client.send(request, traffic);
    try {
      if (outcome instanceof Outcome.Answered answer && (answer.isOk() || answer.status() == 404)) {
        List<String> differences = comparison.differences(answer.isOk() ? answer.body() : null);
        if (differences.isEmpty()) {
          verdict.matched();
        } else {
          verdict.mismatched(
              what + ": " + String.join(", ", differences), usersOfEarlier.contains(user));
        }
        return;
      }
    } catch (JsonProcessingException e) {
      // No answer that could be compared, then.
    }
    verdict.wasNotAnswered();
  }
}
