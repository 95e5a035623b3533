package dev.vitals.simulator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.simulator.http.Backoff;
import dev.vitals.simulator.http.RetryingClient;
import dev.vitals.simulator.http.StubVitals;
import dev.vitals.simulator.http.VitalsApi;
import dev.vitals.simulator.sync.Sync;
import dev.vitals.simulator.wearable.Fleets;
import dev.vitals.simulator.wearable.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class VerificationTest {
  private static final long SEED = 5;
  private static final long USER = 700;

  /** Half-way in, a day has 23 hours in Europe. */
  private static final long BEGIN = Instant.parse("2026-03-27T09:30:00Z").getEpochSecond() / 60;

  private static final int LENGTH = 3 * 24 * 60;
  private static final Pattern QUERY =
      Pattern.compile("(bucket=1d&)?user_id=(\\d+)&start=([^&]+)&end=([^&]+)(?:&zone=(\\S+))?");

  private final Ledger ledger = new Ledger(USER, 1, BEGIN);

  @Test
  void rightAnswersPass() throws Exception {
    ledger.acknowledged(sync(0, LENGTH));
    Verdict verdict = verify(UnaryOperator.identity());
    assertThat(verdict.firstMismatches()).isEmpty();
    assertThat(verdict.compared()).isGreaterThanOrEqualTo(5 + Verification.ZONES);
    assertThat(verdict.series()).isEqualTo(Verification.ZONES);
    // Three times 24 hours that begin in the middle of a day.
    assertThat(verdict.localDays()).isEqualTo(4L * Verification.ZONES);
    assertThat(verdict.isClean()).isTrue();
  }

  @Test
  void whatIsAcknowledgedTwiceCountsOnce() throws Exception {
    ledger.acknowledged(sync(0, LENGTH));
    ledger.acknowledged(sync(100, 900));
    assertThat(verify(UnaryOperator.identity()).isClean()).isTrue();
  }

  @Test
  void everyWrongFigureIsFound() throws Exception {
    ledger.acknowledged(sync(0, LENGTH));
    for (String figure :
        List.of(
            "samples",
            "average_heart_rate",
            "min_heart_rate",
            "max_heart_rate",
            "total_steps",
            "total_calories")) {
      Verdict verdict = verify(body -> body.replaceFirst("(\"%s\":)".formatted(figure), "$11"));
      assertThat(verdict.mismatches()).as(figure).isPositive().isEqualTo(verdict.compared());
      assertThat(verdict.firstMismatches().get(0)).contains(figure + " is 1");
      assertThat(verdict.isClean()).isFalse();
    }
  }

  @Test
  void aWrongFigureOfALaterDayIsFoundAndTheDayNamed() throws Exception {
    ledger.acknowledged(sync(0, LENGTH));
    Verdict verdict = verify(body -> body.replaceFirst("(\"buckets\":.*\"total_steps\":)", "$11"));
    assertThat(verdict.mismatches()).isEqualTo(verdict.series()).isEqualTo(Verification.ZONES);
    assertThat(verdict.firstMismatches())
        .anyMatch(
            text ->
                text.startsWith(
                    "user 700 by days of Europe/Berlin: from 2026-03-29T22:00:00Z to"
                        + " 2026-03-30T09:30:00Z total_steps is 1"));
  }

  /** As of one who takes a day for 24 hours: the sample figures are right, and the days wrong. */
  @Test
  void daysThatBeginOrEndElsewhereAreFound() throws Exception {
    ledger.acknowledged(sync(0, LENGTH));
    Verdict verdict =
        verify(body -> body.replace("2026-03-30T00:00+02:00", "2026-03-30T01:00+02:00"));
    assertThat(verdict.mismatches()).isOne();
    assertThat(verdict.firstMismatches().get(0))
        .startsWith("user 700 by days of Europe/Berlin: from 2026-03-28T23:00:00Z to")
        .contains("samples is 0 and should be ")
        .contains("there is no day from 2026-03-28T23:00:00Z to 2026-03-29T23:00:00Z");
  }

  @Test
  void aDayThatIsMissingAndOneThatIsThereTwiceAreFound() throws Exception {
    ledger.acknowledged(sync(0, LENGTH));
    assertThat(
            verify(body -> body.replaceFirst("\"buckets\":\\[\\{.*?},", "\"buckets\":["))
                .mismatches())
        .isEqualTo(Verification.ZONES);
    assertThat(
            verify(body -> body.replaceFirst("\"buckets\":\\[(\\{.*?},)", "\"buckets\":[$1$1"))
                .mismatches())
        .isEqualTo(Verification.ZONES);
  }

  @Test
  void aSampleThatWasNeverAcknowledgedIsFound() throws Exception {
    ledger.acknowledged(sync(0, LENGTH / 2));
    ledger.acknowledged(sync(LENGTH / 2 + 60, LENGTH));
    assertThat(verify(UnaryOperator.identity()).mismatches()).isPositive();
  }

  @Test
  void whatIsUnknownIsNotComparedButItsDaysAreCounted() throws Exception {
    ledger.acknowledged(sync(0, 24 * 60));
    ledger.unknown(sync(24 * 60, LENGTH));
    Verdict verdict = verify(body -> body.replaceFirst("\"samples\":", "\"samples\":1"));
    assertThat(verdict.unknownDays()).isEqualTo(3);
    assertThat(verdict.mismatches()).isEqualTo(verdict.compared());

    ledger.acknowledged(sync(24 * 60, LENGTH));
    assertThat(verify(UnaryOperator.identity()).unknownDays()).isZero();
  }

  @Test
  void samplesOfAnEarlierRunAreNamedAsTheLikelyCause() throws Exception {
    ledger.acknowledged(sync(0, LENGTH));
    try (StubVitals vitals = stub(body -> body.replaceFirst("\"samples\":", "\"samples\":1"))) {
      Verification verification = verification(vitals);
      verification.lookForEarlierSamples(USER, 1, (BEGIN + LENGTH) * 60);
      Verdict verdict = verification.run(2);
      assertThat(verdict.mismatchesOfEarlierUsers()).isPositive().isEqualTo(verdict.mismatches());
    }
  }

  @Test
  void anAnswerThatFailsIsMissing() throws Exception {
    ledger.acknowledged(sync(0, LENGTH));
    try (StubVitals vitals = new StubVitals(exchange -> StubVitals.reply(exchange, 400, "{}"))) {
      Verdict verdict = verification(vitals).run(2);
      assertThat(verdict.unanswered()).isPositive();
      assertThat(verdict.compared()).isZero();
      assertThat(verdict.isClean()).isFalse();
    }
  }

  private Verdict verify(UnaryOperator<String> distortion) throws Exception {
    try (StubVitals vitals = stub(distortion)) {
      return verification(vitals).run(2);
    }
  }

  private Verification verification(StubVitals vitals) {
    Backoff backoff = new Backoff(1, Duration.ZERO, Duration.ZERO);
    return new Verification(
        Fleets.of(SEED),
        ledger,
        new VitalsApi(vitals.url(), false),
        new RetryingClient(backoff, pause -> false));
  }

  /** Answers from the readings of all minutes, its own way. */
  private static StubVitals stub(UnaryOperator<String> distortion) throws Exception {
    return new StubVitals(
        exchange -> {
          Matcher query = QUERY.matcher(exchange.getRequestURI().getQuery());
          assertThat(query.matches()).isTrue();
          long start = Instant.parse(query.group(3)).getEpochSecond();
          long end = Instant.parse(query.group(4)).getEpochSecond();
          List<Reading> readings = new ArrayList<>();
          Fleets.of(SEED)
              .wearable(Long.parseLong(query.group(2)))
              .readings(BEGIN, BEGIN + LENGTH, readings::add);
          readings.removeIf(one -> one.epochSecond() < start || one.epochSecond() >= end);
          String answer =
              query.group(1) == null
                  ? AnswerInPlainJava.about(readings)
                  : AnswerInPlainJava.byDays(readings, ZoneId.of(query.group(5)), start, end);
          StubVitals.reply(exchange, readings.isEmpty() ? 404 : 200, distortion.apply(answer));
        });
  }

  private static Sync sync(int from, int to) {
    return new Sync(USER, BEGIN + from, BEGIN + from, BEGIN + to, false, 0);
  }
}
