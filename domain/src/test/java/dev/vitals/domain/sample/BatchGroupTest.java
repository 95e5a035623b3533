package dev.vitals.domain.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
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
      return SampleBatch.of(found);
    }
  }

  @Test
  void aSingleBatchIsNotCopied() {
    SampleBatch batch = SampleBatch.of(Samples.any().sample());
    BatchGroup group = new BatchGroup(List.of(batch));

    assertThat(group.first()).isSameAs(batch);
    assertThat(group.later().isEmpty()).isTrue();
  }

  @Property
  void inTwoStepsIsStoredAndToldWhatOneBatchByOneWouldHaveBeen(
      @ForAll("samples") List<Sample> before,
      @ForAll("batches") List<List<Sample>> samplesOfBatches) {
    List<SampleBatch> batches =
        samplesOfBatches.stream().map(samples -> SampleBatch.of(samples).collapsed()).toList();
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
      @ForAll("samples") List<Sample> before, @ForAll("samples") List<Sample> samples) {
    Model model = new Model();
    before.forEach(model::store);
    SampleBatch batch = SampleBatch.of(samples).collapsed();
    SampleBatch stored = model.of(batch);

    assertThat(batch.outcomesOver(stored)).isEqualTo(model.store(batch));
  }

  @Provide
  Arbitrary<List<Sample>> samples() {
    return Samples.lists();
  }

  @Provide
  Arbitrary<List<List<Sample>>> batches() {
    return Samples.lists().list().ofMaxSize(6);
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
    return new Sample(
        stored.userId(),
        stored.timestamp(),
        either(given.heartRate(), stored.heartRate()),
        either(given.steps(), stored.steps()),
        either(given.caloriesMilli(), stored.caloriesMilli()));
  }

  private static OptionalInt either(OptionalInt given, OptionalInt stored) {
    return given.isPresent() ? given : stored;
  }
}
