package dev.vitals.simulator.run;

import dev.vitals.simulator.http.Backoff;
import dev.vitals.simulator.http.Outcome;
import dev.vitals.simulator.http.Problem;
import dev.vitals.simulator.http.RetryingClient;
import dev.vitals.simulator.http.Traffic;
import dev.vitals.simulator.http.VitalsApi;
import java.net.URI;
import java.time.Duration;

/** Whether Vitals is there at all, asked before a fleet is set upon it. */
final class Greeting {
  private static final Backoff SHORT =
      new Backoff(3, Duration.ofMillis(200), Duration.ofSeconds(1));

  private Greeting() {}

  /**
   * @return what it says of itself
   */
  static String requireVitals(URI url, VitalsApi api, Stop stop)
      throws InterruptedException, SimulationFailedException {
    Outcome outcome = new RetryingClient(SHORT, stop).send(api.description(), new Traffic());
    if (outcome instanceof Outcome.GivenUp failure) {
      throw new SimulationFailedException(
          (failure.answered() ? "it fails at " : "nothing answers at ")
              + url
              + " ("
              + failure.reason()
              + "): start Vitals with ./vitals, or say where it is with --url");
    }
    Outcome.Answered answer = (Outcome.Answered) outcome;
    if (!isVitals(answer)) {
      throw new SimulationFailedException(
          "what answers at " + url + " is not Vitals: " + Problem.of(answer));
    }
    return answer.body();
  }

  private static boolean isVitals(Outcome.Answered answer) {
    return answer.isOk() && answer.body().contains("\"/ingest\"");
  }
}
