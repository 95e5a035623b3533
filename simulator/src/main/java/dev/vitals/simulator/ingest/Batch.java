package dev.vitals.simulator.ingest;

import dev.vitals.simulator.sync.Sync;
import java.util.List;

/**
 * One request's worth.
 *
 * @param json an array of samples
 * @param lateRecords how many of the records come late
 * @param repeatedRecords how many of them were sent before
 * @param syncs whose minutes these are, with those in which nothing was measured
 */
record Batch(String json, int records, int lateRecords, int repeatedRecords, List<Sync> syncs) {}
