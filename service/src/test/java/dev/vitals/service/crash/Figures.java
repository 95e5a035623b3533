package dev.vitals.service.crash;

import dev.vitals.service.crash.Promises.Findings;
import java.util.ArrayList;
import java.util.List;

/** What a run counted, for whoever reads the build's output: a line a figure. */
final class Figures {
  private final List<String> lines = new ArrayList<>();

  Figures(String title) {
    lines.add(title);
  }

  Figures add(String what, Object figure) {
    lines.add("  %-58s %s".formatted(what, figure));
    return this;
  }

  Figures addAll(Ledger ledger, Findings findings) {
    ledger
        .statuses()
        .forEach(
            (status, count) ->
                add(status == Attempt.CUT ? "attempts cut" : "attempts answered " + status, count));
    return add("longest attempt in ms", ledger.longestMillis())
        .add("requests acknowledged", findings.acknowledged())
        .add("  samples of theirs", findings.acknowledgedSamples())
        .add("requests refused", findings.refused())
        .add("requests in doubt, stored whole", findings.inDoubtWhole().size())
        .add("requests in doubt, stored not at all", findings.inDoubtNotAtAll().size())
        .add("broken promises", findings.broken().size());
  }

  void print() {
    System.out.println(String.join(System.lineSeparator(), lines));
  }
}
