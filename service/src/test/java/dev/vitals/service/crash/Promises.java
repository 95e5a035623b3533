package dev.vitals.service.crash;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import dev.vitals.service.crash.Ledger.Outcome;
import dev.vitals.service.crash.Request.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds what is stored against what clients were told: each acknowledged sample is there once with
 * its values, nothing is of a refused or unfinished request, and any other request is there whole
 * or not at all.
 */
final class Promises {
  private final Map<Request, Outcome> outcomes;
  private final Map<Long, Request> byUser;
  private final Map<Request, BitSet> stored = new HashMap<>();
  private final Set<Request> inDoubtWhole = new HashSet<>();
  private final Set<Request> inDoubtNotAtAll = new HashSet<>();
  private final List<String> broken = new ArrayList<>();

  private long acknowledgedSamples;

  /**
   * @param inDoubtWhole what nobody was told about and is there
   * @param inDoubtNotAtAll what nobody was told about and is not
   */
  record Findings(
      long acknowledged,
      long acknowledgedSamples,
      long refused,
      Set<Request> inDoubtWhole,
      Set<Request> inDoubtNotAtAll,
      List<String> broken) {}

  Promises(Map<Request, Outcome> outcomes) {
    this.outcomes = outcomes;
    this.byUser = outcomes.keySet().stream().collect(toMap(Request::userId, identity()));
  }

  static Findings held(Ledger ledger, Database database) throws SQLException {
    Promises promises = new Promises(ledger.outcomes());
    database.forEachRow(promises::found);
    return promises.findings();
  }

  /** To be told each row that is stored. */
  void found(Row row) {
    Request request = byUser.get(row.userId());
    if (request == null) {
      broken.add("a row of nobody: " + row);
      return;
    }
    int index = request.indexOf(row);
    BitSet rows = stored.computeIfAbsent(request, none -> new BitSet());
    if (index == Request.NOT_OURS) {
      broken.add("a row that is not as it was sent: " + row);
    } else if (rows.get(index)) {
      broken.add("a row that is there twice: " + row);
    } else {
      rows.set(index);
    }
  }

  /** Once all rows were told. */
  Findings findings() {
    outcomes.forEach(this::judge);
    return new Findings(
        count(Outcome.ACKNOWLEDGED),
        acknowledgedSamples,
        count(Outcome.REFUSED),
        inDoubtWhole,
        inDoubtNotAtAll,
        broken);
  }

  private void judge(Request request, Outcome outcome) {
    int rows = stored.getOrDefault(request, new BitSet()).cardinality();
    boolean whole = rows == request.records();
    boolean none = rows == 0;
    if (!request.storable() || outcome == Outcome.REFUSED) {
      require(none && outcome != Outcome.ACKNOWLEDGED, request, outcome, rows);
    } else if (outcome == Outcome.ACKNOWLEDGED) {
      require(whole, request, outcome, rows);
      acknowledgedSamples += request.records();
    } else {
      require(whole || none, request, outcome, rows);
      if (whole || none) {
        (whole ? inDoubtWhole : inDoubtNotAtAll).add(request);
      }
    }
  }

  private void require(boolean kept, Request request, Outcome outcome, int rows) {
    if (!kept) {
      broken.add("%s is %s and %s rows of it are there".formatted(request, outcome, rows));
    }
  }

  private long count(Outcome outcome) {
    return outcomes.values().stream().filter(outcome::equals).count();
  }
}
