package dev.vitals.simulator.run;

import dev.vitals.simulator.http.Backoff;
import dev.vitals.simulator.http.RetryingClient;
import dev.vitals.simulator.http.Traffic;
import dev.vitals.simulator.http.VitalsApi;
import dev.vitals.simulator.ingest.Acknowledgements;
import dev.vitals.simulator.ingest.Delivery;
import dev.vitals.simulator.ingest.RateLimit;
import dev.vitals.simulator.ingest.Sender;
import dev.vitals.simulator.sync.SyncFeed;
import dev.vitals.simulator.verify.Ledger;
import dev.vitals.simulator.verify.Verdict;
import dev.vitals.simulator.verify.Verification;
import dev.vitals.simulator.wearable.Fleet;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;

/** One run: the fleet sends, the summary is printed, the answers are compared. */
public final class Simulation {
  private static final int LOOK_MILLIS = 100;

  private final Settings settings;
  private final PrintStream log;
  private final Summary summary;
  private final Stop stop = new Stop();
  private final Traffic traffic = new Traffic();
  private final Delivery delivery = new Delivery();
  private final RetryingClient client = new RetryingClient(Backoff.USUAL, stop);
  private final VitalsApi api;
  private final Schedule schedule;

  /**
   * @param out for the summary
   * @param log for what is said meanwhile
   */
  public Simulation(Settings settings, InstantSource clock, PrintStream out, PrintStream log) {
    this.settings = settings;
    this.log = log;
    this.summary = new Summary(out);
    this.api = new VitalsApi(settings.url(), settings.gzip());
    this.schedule = Schedule.of(settings, clock);
  }

  /**
   * @throws SimulationFailedException something failed or was answered wrongly; what, is printed
   */
  public void run() throws SimulationFailedException, InterruptedException {
    StopHook hook = new StopHook(stop);
    try {
      String description = Greeting.requireVitals(settings.url(), api, stop);
      Fleet fleet =
          new Fleet(
              settings.seed(), TakenMetrics.of(description, settings.metrics()), settings.named());
      if (settings.verify()) {
        sendAndVerify(fleet);
      } else {
        send(fleet, Acknowledgements.IGNORED);
      }
      long failures = delivery.refused() + delivery.givenUp();
      if (failures > 0) {
        throw new SimulationFailedException("requests that failed: " + failures);
      }
    } finally {
      hook.close();
    }
  }

  private void sendAndVerify(Fleet fleet) throws SimulationFailedException, InterruptedException {
    Ledger ledger = new Ledger(settings.firstUser(), settings.users(), schedule.begin());
    Verification verification = new Verification(fleet, ledger, api, client);
    verification.lookForEarlierSamples(
        settings.firstUser(), settings.users(), schedule.lastSecond());
    send(fleet, ledger);
    Verdict verdict = verification.run(settings.connections());
    summary.verified(verdict, verification.traffic());
    if (!verdict.isClean()) {
      throw new SimulationFailedException(
          "answers that are wrong: "
              + verdict.mismatches()
              + ", questions without an answer: "
              + verdict.unanswered());
    }
  }

  private void send(Fleet fleet, Acknowledgements acknowledgements)
      throws SimulationFailedException, InterruptedException {
    SyncFeed feed = schedule.feed();
    long begun = System.nanoTime();
    boolean lostTheService;
    try (Crew crew = new Crew(sender(fleet, feed, acknowledgements), settings.connections());
        Progress progress = new Progress(settings.mode().word(), goal(), log)) {
      boolean isDone = false;
      while (!isDone) {
        isDone = crew.isDoneWithin(LOOK_MILLIS);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
        if (stop.isPressed() || crew.lostTheService() || isOver(elapsed)) {
          feed.stop();
        }
        show(progress, elapsed);
      }
      lostTheService = crew.lostTheService();
    }
    summary.sent(delivery, traffic, Duration.ofNanos(System.nanoTime() - begun));
    if (lostTheService && !stop.isPressed()) {
      throw new SimulationFailedException(
          "nothing answers at " + settings.url() + " any more: the run ended early");
    }
  }

  private Sender sender(Fleet fleet, SyncFeed feed, Acknowledgements acknowledgements) {
    return new Sender(
        feed,
        fleet,
        settings.batch(),
        settings.mode() != Mode.LIVE,
        settings.duplicates(),
        new RateLimit(settings.rate()),
        stop,
        api,
        client,
        traffic,
        delivery,
        acknowledgements);
  }

  private boolean isOver(Duration elapsed) {
    return settings.duration().filter(limit -> elapsed.compareTo(limit) >= 0).isPresent();
  }

  /** In seconds where a duration ends it, else in minutes of users; -1 if nothing does. */
  private long goal() {
    return settings.duration().map(Duration::toSeconds).orElse(schedule.userMinutes());
  }

  private void show(Progress progress, Duration elapsed) {
    progress.show(
        settings.duration().isPresent() ? elapsed.toSeconds() : delivery.freshMinutes(),
        delivery.records() * 1e3 / Math.max(1, elapsed.toMillis()),
        delivery.refused() + delivery.givenUp());
  }
}
