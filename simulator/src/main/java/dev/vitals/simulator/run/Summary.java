package dev.vitals.simulator.run;

import dev.vitals.simulator.http.Traffic;
import dev.vitals.simulator.ingest.Delivery;
import dev.vitals.simulator.verify.Verdict;
import dev.vitals.simulator.verify.Verification;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** What is said at the end. */
final class Summary {
  private final PrintStream out;

  Summary(PrintStream out) {
    this.out = out;
  }

  void sent(Delivery delivery, Traffic traffic, Duration took) {
    double seconds = Math.max(took.toMillis(), 1) / 1e3;
    line(
        "Sent",
        "%,d records in %,d requests in %,.1f s: %,.0f records/s, %,.1f requests/s",
        delivery.records(),
        delivery.requests(),
        seconds,
        delivery.records() / seconds,
        delivery.requests() / seconds);
    latency("Latency", traffic);
    line("Late", "%,d records", delivery.lateRecords());
    line(
        "Again",
        "%,d records, among them those of %,d requests sent twice",
        delivery.repeatedRecords(),
        delivery.repeatedRequests());
    line(
        "Retries",
        "%,d after 503: %,d, other 5xx: %,d, no answer: %,d",
        traffic.retries(),
        traffic.busy(),
        traffic.otherFaults(),
        traffic.cutOff());
    line(
        "Failures",
        "%,d requests: refused with 4xx: %,d, given up: %,d",
        delivery.refused() + delivery.givenUp(),
        delivery.refused(),
        delivery.givenUp());
    String problem = delivery.firstProblem();
    if (problem != null) {
      line("", "the first: %s", problem);
    }
  }

  void verified(Verdict verdict, Traffic traffic) {
    line(
        "Verified",
        "%,d answers about %,d users: %,d wrong, %,d missing",
        verdict.compared(),
        verdict.users(),
        verdict.mismatches(),
        verdict.unanswered());
    line(
        "",
        "among them %,d series of %,d local days in %,d time zones",
        verdict.series(),
        verdict.localDays(),
        Verification.ZONES);
    latency("", traffic);
    if (verdict.unknownDays() > 0) {
      line(
          "",
          "left out: %,d days of users, for what was given up may be stored or not",
          verdict.unknownDays());
    }
    verdict.firstMismatches().forEach(mismatch -> line("", "%s", mismatch));
    if (verdict.mismatchesOfEarlierUsers() > 0) {
      line(
          "",
          "%,d of the wrong ones are about users who had samples before this run: with another"
              + " --seed those differ; choose another --first-user",
          verdict.mismatchesOfEarlierUsers());
    }
  }

  private void latency(String title, Traffic traffic) {
    line(
        title,
        "p50 %,.1f ms, p95 %,.1f ms, p99 %,.1f ms, max %,.1f ms",
        traffic.millisAt(50),
        traffic.millisAt(95),
        traffic.millisAt(99),
        traffic.millisAt(100));
  }

  void line(String title, String format, Object... values) {
    out.printf(Locale.ROOT, "%-10s", title);
    out.printf(Locale.ROOT, format, values);
    out.println();
  }
}
