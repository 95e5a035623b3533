package dev.vitals.service.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.service.crash.Promises.Findings;
import dev.vitals.service.crash.Request.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A checker that finds nothing proves nothing: here is what each broken promise looks like. */
class PromisesTest {
  private static final Instant FROM = Instant.parse("2025-01-01T00:00:00Z");

  private final Request acknowledged = new Request(1, FROM, 5, true);
  private final Request acknowledgedLater = new Request(2, FROM, 1, true);
  private final Request cut = new Request(3, FROM, 5, true);
  private final Request unavailable = new Request(4, FROM, 5, true);
  private final Request refused = new Request(5, FROM, 5, false);
  private final Request badAndCut = new Request(6, FROM, 5, false);

  private final Ledger ledger = new Ledger();
  private final List<Row> rows = new ArrayList<>();

  @BeforeEach
  void allPromisesAreKept() {
    add(acknowledged, 200);
    add(acknowledgedLater, Attempt.CUT, 200, 503);
    add(cut, Attempt.CUT);
    add(unavailable, 503, Attempt.CUT);
    add(refused, 422);
    add(badAndCut, Attempt.CUT);
    store(acknowledged);
    store(acknowledgedLater);
    store(cut);
  }

  @Test
  void keptPromisesAreCounted() {
    assertThat(findings())
        .isEqualTo(new Findings(2, 6, 1, Set.of(cut), Set.of(unavailable), List.of()));
  }

  @Test
  void anAcknowledgedSampleThatIsMissingIsFound() {
    rows.remove(acknowledged.row(3));
    assertBroken("is ACKNOWLEDGED and 4 rows");
  }

  @Test
  void aRequestAcknowledgedOnceIsOwedWhateverItsOtherAttemptsCameTo() {
    rows.remove(acknowledgedLater.row(0));
    assertBroken("is ACKNOWLEDGED and 0 rows");
  }

  @Test
  void aValueThatChangedIsFound() {
    Row row = acknowledged.row(2);
    rows.set(rows.indexOf(row), new Row(1, row.epochSecond(), 60, row.steps(), 0));
    assertBroken("not as it was sent", "is ACKNOWLEDGED and 4 rows");
  }

  @Test
  void aSampleThatIsThereTwiceIsFound() {
    rows.add(acknowledged.row(2));
    assertBroken("twice");
  }

  @Test
  void aRequestThatIsThereInPartIsFound() {
    rows.remove(cut.row(4));
    assertBroken("is UNKNOWN and 4 rows");
  }

  @Test
  void aRowOfARefusedRequestIsFound() {
    rows.add(refused.row(0));
    assertBroken("is REFUSED and 1 rows");
  }

  @Test
  void aRequestWithABadRecordMayNotBeThereEvenWhole() {
    store(badAndCut);
    assertBroken("is UNKNOWN and 5 rows");
  }

  @Test
  void aBadRequestMayNotBeAcknowledged() {
    add(refused, 200);
    assertBroken("is ACKNOWLEDGED and 0 rows");
  }

  @Test
  void aRowNobodySentIsFound() {
    rows.add(new Request(7, FROM, 1, true).row(0));
    rows.add(new Request(1, FROM.minusSeconds(1), 1, true).row(0));
    assertBroken("of nobody", "not as it was sent");
  }

  private void add(Request request, int... statuses) {
    for (int status : statuses) {
      ledger.add(new Attempt(request, 0, 1, status));
    }
  }

  private void store(Request request) {
    IntStream.range(0, request.records()).mapToObj(request::row).forEach(rows::add);
  }

  private void assertBroken(String... said) {
    List<String> broken = findings().broken();
    assertThat(broken).hasSize(said.length);
    for (int i = 0; i < said.length; i++) {
      assertThat(broken.get(i)).contains(said[i]);
    }
  }

  private Findings findings() {
    Promises promises = new Promises(ledger.outcomes());
    rows.forEach(promises::found);
    return promises.findings();
  }
}
