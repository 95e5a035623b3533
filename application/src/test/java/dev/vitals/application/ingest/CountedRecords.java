package dev.vitals.application.ingest;

import java.util.EnumMap;
import java.util.Map;

/** Counts in memory, from 0 again when told so. */
public final class CountedRecords implements IngestMeter {
  private int received;
  private int accepted;
  private Ingested stored = Ingested.NOTHING;
  private final Map<Rejection, Integer> rejected = new EnumMap<>(Rejection.class);

  public synchronized void reset() {
    received = 0;
    accepted = 0;
    stored = Ingested.NOTHING;
    rejected.clear();
  }

  @Override
  public synchronized void received(int records) {
    received += records;
  }

  @Override
  public synchronized void accepted(int records) {
    accepted += records;
  }

  @Override
  public synchronized void rejected(Rejection reason, int records) {
    if (records > 0) {
      rejected.merge(reason, records, Integer::sum);
    }
  }

  @Override
  public synchronized void stored(Ingested records) {
    stored =
        new Ingested(
            stored.added() + records.added(),
            stored.changed() + records.changed(),
            stored.unchanged() + records.unchanged(),
            stored.collapsed() + records.collapsed());
  }

  public synchronized int received() {
    return received;
  }

  public synchronized int accepted() {
    return accepted;
  }

  public synchronized Ingested stored() {
    return stored;
  }

  /** Without those of which there is none. */
  public synchronized Map<Rejection, Integer> rejected() {
    return Map.copyOf(rejected);
  }
}
