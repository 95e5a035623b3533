package dev.vitals.simulator.verify;

import java.util.ArrayList;
import java.util.List;

/** What came out of comparing. Counts from several threads. */
public final class Verdict {
  private static final int SHOWN = 5;

  private final List<String> firstMismatches = new ArrayList<>();
  private long users;
  private long compared;
  private long mismatches;
  private long mismatchesOfEarlierUsers;
  private long unanswered;
  private long unknownDays;
  private long series;
  private long localDays;

  synchronized void user(long days) {
    users++;
    unknownDays += days;
  }

  synchronized void matched() {
    compared++;
  }

  synchronized void mismatched(String what, boolean hadSamplesBefore) {
    compared++;
    mismatches++;
    mismatchesOfEarlierUsers += hadSamplesBefore ? 1 : 0;
    if (firstMismatches.size() < SHOWN) {
      firstMismatches.add(what);
    }
  }

  /**
   * @param days of one that was compared
   */
  synchronized void series(int days) {
    series++;
    localDays += days;
  }

  synchronized void wasNotAnswered() {
    unanswered++;
  }

  public synchronized boolean isClean() {
    return mismatches == 0 && unanswered == 0;
  }

  /** Users that were asked about. */
  public synchronized long users() {
    return users;
  }

  /** Answers. */
  public synchronized long compared() {
    return compared;
  }

  /** Those of them that were series by local days. */
  public synchronized long series() {
    return series;
  }

  /** All days of these. */
  public synchronized long localDays() {
    return localDays;
  }

  public synchronized long mismatches() {
    return mismatches;
  }

  /** Those about users of whom there were samples before the run. */
  public synchronized long mismatchesOfEarlierUsers() {
    return mismatchesOfEarlierUsers;
  }

  /** Questions to which no answer came. */
  public synchronized long unanswered() {
    return unanswered;
  }

  /** Days of users left out, since nobody knows whether all that was sent is stored. */
  public synchronized long unknownDays() {
    return unknownDays;
  }

  public synchronized List<String> firstMismatches() {
    return List.copyOf(firstMismatches);
  }
}
