package dev.vitals.bench.load;

import static dev.vitals.bench.rig.Output.print;

import java.util.ArrayList;
import java.util.List;

/** Rounds of some contestants one after the other, so that a slow minute is everybody's. */
public final class Turns {
  private final PairSettings settings;

  public Turns(PairSettings settings) {
    this.settings = settings;
  }

  /** Something else that has its turn behind each round that counts. */
  public interface Also {
    void run() throws Exception;
  }

  public void take(String what, List<Contestant> contestants) throws Exception {
    take(what, contestants, () -> {});
  }

  public void take(String what, List<Contestant> contestants, Also also) throws Exception {
    for (int round = 0; round <= settings.rounds(); round++) {
      List<String> rates = new ArrayList<>();
      for (Contestant contestant : contestants) {
        Outcome outcome = contestant.round().run(0);
        rates.add(
            "%s %,.0f/s (load generator %.1f us each)"
                .formatted(
                    contestant.name(), outcome.perSecond(), outcome.generatorMicrosARecord()));
        // The first of each is for warming up.
        if (round > 0) {
          contestant.full().add(outcome);
        }
      }
      if (round > 0) {
        also.run();
      }
      print("%s, round %d: %s", what, round, String.join(", ", rates));
    }
    if (settings.withHalfLoad()) {
      takeAtHalfLoad(what, contestants);
    }
  }

  private void takeAtHalfLoad(String what, List<Contestant> contestants) throws Exception {
    for (int round = 1; round <= settings.rounds(); round++) {
      for (Contestant contestant : contestants) {
        double rate = contestant.full().requestsPerSecond() / 2;
        contestant.half().add(contestant.round().run(rate));
      }
      print("%s, half load %d done", what, round);
    }
  }
}
