package dev.vitals.domain.sample;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.metric.StandardMetrics.STEPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.domain.metric.Metric;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BatchGroupTest {
  private record Key(long userId, Object timestamp) {}

  /** Whatever is stored, sample by sample. */
  private static final class Model {
    private final Map<Key, Sample> samples = new LinkedHashMap<>();

    Outcome store(Sample given) {
      Key key = new Key(given.userId(), given.timestamp());
      Sample before = samples.get(key);
      Sample after = before == null ? given : over(before, given);
      samples.put(key, after);
      if (before == null) {
        return Outcome.NEW;
      }
      return before.equals(after) ? Outcome.UNCHANGED : Outcome.CHANGED;
    }

    Outcome[] store(SampleBatch batch) {
      Outcome[] outcomes = new Outcome[batch.size()];
      for (int row = 0; row < batch.size(); row++) {
        outcomes[row] = store(batch.sample(row));
      }
      return outcomes;
    }

    SampleBatch of(SampleBatch keys) {
      List<Sample> found = new ArrayList<>();
      for (int row = 0; row < keys.size(); row++) {
        Sample key = keys.sample(row);
        Sample there = samples.get(new Key(key.userId(), key.timestamp()));
        if (there != null) {
          found.add(there);
        }
      }
      return SampleBatch.of(keys.catalogue(), found);
    }
  }

  @Test
  void aSingleBatchIsNotCopied() {
    SampleBatch batch = SampleBatch.of(SHIPPED, new Sample(1, Samples.START, Map.of(STEPS, 1)));
    BatchGroup group = new BatchGroup(List.of(batch));

    assertThat(group.first()).isSameAs(batch);
    assertThat(group.later().isEmpty()).isTrue();
  }

  @Property
  void inTwoStepsIsStoredAndToldWhatOneBatchByOneWouldHaveBeen(
      @ForAll("samples") Samples samples,
      @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 60) Integer> ends) {
    List<List<Sample>> parts = parts(samples.list(), ends);
    List<Sample> before = parts.get(0);
    List<SampleBatch> batches =
        parts.subList(1, parts.size()).stream()
            .map(part -> SampleBatch.of(samples.catalogue(), part).collapsed())
            .toList();
    Model oneByOne = new Model();
    Model inTwoSteps = new Model();
    before.forEach(oneByOne::store);
    before.forEach(inTwoSteps::store);
    List<StoredKeys> expected =
        batches.stream().map(batch -> counted(oneByOne.store(batch))).toList();

    BatchGroup group = new BatchGroup(batches);
    Outcome[] ofFirst = inTwoSteps.store(group.first());
    SampleBatch between = inTwoSteps.of(group.later());
    inTwoSteps.store(group.later());

    assertThat(group.outcomes(ofFirst, between)).isEqualTo(expected);
    assertThat(inTwoSteps.samples).isEqualTo(oneByOne.samples);
    assertThat(group.first().isCollapsed()).isTrue();
    assertThat(group.later().isCollapsed()).isTrue();
  }

  @Property
  void whatIsThereTellsWhatBecomesOfABatchOverIt(
      @ForAll("samples") Samples samples, @ForAll @IntRange(max = 60) int end) {
    List<List<Sample>> parts = parts(samples.list(), List.of(end));
    Model model = new Model();
    parts.get(0).forEach(model::store);
    SampleBatch batch = SampleBatch.of(samples.catalogue(), parts.get(1)).collapsed();
    SampleBatch stored = model.of(batch);

    assertThat(batch.outcomesOver(stored)).isEqualTo(model.store(batch));
  }

  @Provide
  Arbitrary<Samples> samples() {
    return Samples.any();
  }

  /** Each up to one of the ends, and what is behind the last of them. */
  private static List<List<Sample>> parts(List<Sample> samples, List<Integer> ends) {
    List<List<Sample>> parts = new ArrayList<>();
    int start = 0;
    for (int end : ends.stream().sorted().toList()) {
      int within = Math.min(end, samples.size());
      parts.add(samples.subList(start, within));
      start = within;
    }
    parts.add(samples.subList(start, samples.size()));
    return parts;
  }

  private static StoredKeys counted(Outcome[] outcomes) {
    int[] counts = new int[3];
    for (Outcome outcome : outcomes) {
      switch (outcome) {
        case NEW -> counts[0]++;
        case CHANGED -> counts[1]++;
        case UNCHANGED -> counts[2]++;
      }
    }
    return new StoredKeys(counts[0], counts[1], counts[2]);
  }

  private static Sample over(Sample stored, Sample given) {
    Map<Metric, Integer> values = new HashMap<>(stored.values());
    values.putAll(given.values());
    return new Sample(stored.userId(), stored.timestamp(), values);
  }
}
