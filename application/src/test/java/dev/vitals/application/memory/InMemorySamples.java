package dev.vitals.application.memory;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static java.util.Collections.frequency;
import static java.util.Objects.requireNonNull;

import dev.vitals.application.erase.SampleEraser;
import dev.vitals.application.export.SampleSource;
import dev.vitals.application.export.SampleVisitor;
import dev.vitals.application.export.Stop;
import dev.vitals.application.ingest.SampleStore;
import dev.vitals.application.query.LatestQuestion;
import dev.vitals.application.query.LatestSource;
import dev.vitals.application.query.RangeQuestion;
import dev.vitals.application.query.SeriesQuestion;
import dev.vitals.application.query.SeriesSource;
import dev.vitals.application.query.SummarySource;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.domain.latest.LatestValue;
import dev.vitals.domain.latest.LatestValues;
import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.sample.Outcome;
import dev.vitals.domain.sample.Sample;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.StoredKeys;
import dev.vitals.domain.series.Buckets;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The ports on a map, for the tests of whatever stands on them. Passes their contracts, but for
 * outliving the process.
 */
public final class InMemorySamples
    implements SampleStore, SummarySource, SeriesSource, LatestSource, SampleEraser, SampleSource {
  private final Map<Long, TreeMap<Instant, Sample>> byUser = new HashMap<>();
  private final MetricCatalogue catalogue;

  /** For the shipped catalogue. */
  public InMemorySamples() {
    this(SHIPPED);
  }

  public InMemorySamples(MetricCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public synchronized List<StoredKeys> store(List<SampleBatch> batches) {
    if (!batches.stream().allMatch(SampleBatch::isCollapsed)) {
      throw new IllegalArgumentException("a batch is not collapsed");
    }
    return batches.stream().map(this::storedOne).toList();
  }

  private StoredKeys storedOne(SampleBatch batch) {
    List<Outcome> outcomes =
        IntStream.range(0, batch.size()).mapToObj(row -> outcome(batch.sample(row))).toList();
    return new StoredKeys(
        frequency(outcomes, Outcome.NEW),
        frequency(outcomes, Outcome.CHANGED),
        frequency(outcomes, Outcome.UNCHANGED));
  }

  private Outcome outcome(Sample given) {
    Map<Instant, Sample> ofUser = byUser.computeIfAbsent(given.userId(), user -> new TreeMap<>());
    Sample before = ofUser.get(given.timestamp());
    Sample after = before == null ? given : overlay(before, given);
    ofUser.put(given.timestamp(), after);
    if (before == null) {
      return Outcome.NEW;
    }
    return after.equals(before) ? Outcome.UNCHANGED : Outcome.CHANGED;
  }

  @Override
  public synchronized List<Summary> summarize(List<RangeQuestion> questions) {
    return questions.stream()
        .map(asked -> summary(asked.userId(), asked.range()).only(asked.metrics()))
        .toList();
  }

  @Override
  public synchronized List<Summary> series(SeriesQuestion asked) {
    Buckets buckets = asked.buckets();
    return IntStream.range(0, buckets.size())
        .mapToObj(
            bucket ->
                new TimeRange(
                    EpochMicros.toInstant(buckets.start(bucket)),
                    EpochMicros.toInstant(buckets.end(bucket))))
        .map(range -> summary(asked.userId(), range).only(asked.metrics()))
        .toList();
  }

  @Override
  public synchronized long erase(long userId, TimeRange range) {
    Map<Instant, Sample> erased =
        byUser.getOrDefault(userId, new TreeMap<>()).subMap(range.start(), range.end());
    long samples = erased.size();
    erased.clear();
    return samples;
  }

  @Override
  public synchronized long eraseUser(long userId) {
    TreeMap<Instant, Sample> erased = byUser.remove(userId);
    return erased == null ? 0 : erased.size();
  }

  @Override
  public LatestValues latest(LatestQuestion asked) {
    return latest(asked, Instant.MIN);
  }

  /** As if retention had dropped what is older. */
  public synchronized LatestValues latest(LatestQuestion asked, Instant kept) {
    NavigableMap<Instant, Sample> samples =
        byUser.getOrDefault(asked.userId(), new TreeMap<>()).tailMap(kept, true).descendingMap();
    return new LatestValues(
        asked.metrics(),
        !samples.isEmpty(),
        asked.metrics().metrics().stream().map(metric -> newest(samples, metric)).toList());
  }

  private static Optional<LatestValue> newest(
      NavigableMap<Instant, Sample> newestFirst, Metric metric) {
    return newestFirst.values().stream()
        .filter(sample -> sample.values().containsKey(metric))
        .findFirst()
        .map(
            sample ->
                new LatestValue(
                    EpochMicros.of(sample.timestamp()),
                    requireNonNull(sample.values().get(metric))));
  }

  @Override
  public void read(RangeQuestion asked, SampleVisitor visitor, Stop stop) {
    visitor.begin(Optional.empty());
    List<Metric> metrics = asked.metrics().metrics();
    for (Sample sample : samples(asked.userId(), asked.range())) {
      int[] values =
          metrics.stream()
              .mapToInt(metric -> sample.values().getOrDefault(metric, SampleBatch.ABSENT))
              .toArray();
      boolean isTold = IntStream.of(values).anyMatch(value -> value != SampleBatch.ABSENT);
      if (stop.isAsked()) {
        throw new StoreUnavailableException(Reason.BUSY, null);
      }
      if (isTold && !visitor.sample(EpochMicros.of(sample.timestamp()), values)) {
        return;
      }
    }
  }

  private synchronized List<Sample> samples(long userId, TimeRange range) {
    return List.copyOf(
        byUser.getOrDefault(userId, new TreeMap<>()).subMap(range.start(), range.end()).values());
  }

  @Override
  public void stop() {
    // Nothing takes long here.
  }

  private Summary summary(long userId, TimeRange range) {
    return Summary.of(SampleBatch.of(catalogue, samples(userId, range)), userId, range);
  }

  private static Sample overlay(Sample stored, Sample given) {
    Map<Metric, Integer> values = new HashMap<>(stored.values());
    values.putAll(given.values());
    return new Sample(stored.userId(), stored.timestamp(), values);
  }
}
