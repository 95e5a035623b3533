package dev.vitals.application.user;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.metric.StandardMetrics.STEPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.domain.sample.NamedSamples;
import dev.vitals.domain.sample.Sample;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class IdentifyUsersTest {
  private final Gated directory = new Gated();
  private final IdentifyUsers users = new IdentifyUsers(directory);

  /** Numbers names by their length, when it is let. Remembers what a test tells it. */
  private static final class Gated implements UserDirectory {
    private final Map<String, Long> remembered = new ConcurrentHashMap<>();
    private final List<Set<String>> added = Collections.synchronizedList(new ArrayList<>());
    private final List<Set<String>> found = Collections.synchronizedList(new ArrayList<>());
    private final Semaphore gate = new Semaphore(0);
    private volatile Consumer<String> check = name -> {};

    @Override
    public long remembered(String name) {
      return remembered.getOrDefault(name, UserId.NOBODY);
    }

    @Override
    public Map<String, Long> find(Collection<String> names) {
      return answer(names, found);
    }

    @Override
    public Map<String, Long> findOrAdd(Collection<String> names) {
      return answer(names, added);
    }

    private Map<String, Long> answer(Collection<String> names, List<Set<String>> calls) {
      Map<String, Long> numbers = new HashMap<>();
      if (!names.isEmpty()) {
        calls.add(Set.copyOf(names));
        gate.acquireUninterruptibly();
        names.forEach(check);
        names.forEach(name -> numbers.put(name, (long) -name.length()));
      }
      return numbers;
    }
  }

  private static NamedSamples of(String... names) {
    List<Sample> samples =
        IntStream.range(0, names.length)
            .mapToObj(n -> new Sample(NamedSamples.placeOf(n), Instant.EPOCH, Map.of(STEPS, 1)))
            .toList();
    return new NamedSamples(SampleBatch.of(SHIPPED, samples), List.of(names));
  }

  private static long[] usersOf(CompletableFuture<SampleBatch> identified) {
    return identified.join().userIds();
  }

  @AfterEach
  void close() {
    directory.gate.release(1_000);
    users.close();
  }

  @Test
  void integersAndWhatIsRememberedAreKnownAtOnce() {
    directory.remembered.put("ann", -7L);
    SampleBatch integers = SampleBatch.of(SHIPPED, new Sample(5, Instant.EPOCH, Map.of(STEPS, 1)));

    assertThat(users.identify(NamedSamples.ofKnown(integers)).getNow(null)).isSameAs(integers);
    assertThat(users.find(UserId.of(5))).isCompletedWithValue(5L);
    assertThat(users.find(UserId.of("ann"))).isCompletedWithValue(-7L);
    assertThat(directory.added).isEmpty();
    assertThat(directory.found).isEmpty();
  }

  @Test
  void onlyWhatIsNotRememberedIsAskedForAndAllThatWaitsTogether() {
    CompletableFuture<SampleBatch> first = users.identify(of("x"));
    awaitCalls(1);
    directory.remembered.put("ann", -70L);
    CompletableFuture<SampleBatch> second = users.identify(of("bo", "ann"));
    CompletableFuture<SampleBatch> third = users.identify(of("eve", "bo"));
    directory.gate.release(100);

    assertThat(usersOf(first)).containsExactly(-1);
    assertThat(usersOf(second)).containsExactly(-2, -70);
    assertThat(usersOf(third)).containsExactly(-3, -2);
    assertThat(directory.added).last().isEqualTo(Set.of("bo", "eve"));
  }

  @Test
  void aQuestionAddsNoName() {
    directory.gate.release(100);

    assertThat(users.find(UserId.of("stranger")).join()).isEqualTo(-8);
    assertThat(directory.added).isEmpty();
    assertThat(directory.found).containsExactly(Set.of("stranger"));
  }

  @Test
  void nobodyFailsForANeighbour() {
    StoreRejectedException refusal = new StoreRejectedException(new IllegalStateException());
    directory.check =
        name -> {
          if (name.equals("bad")) {
            throw refusal;
          }
        };
    CompletableFuture<SampleBatch> first = users.identify(of("x"));
    awaitCalls(1);
    CompletableFuture<SampleBatch> good = users.identify(of("bo"));
    CompletableFuture<SampleBatch> bad = users.identify(of("bad"));
    CompletableFuture<Long> found = users.find(UserId.of("carl"));
    directory.gate.release(100);

    assertThat(usersOf(first)).containsExactly(-1);
    assertThat(usersOf(good)).containsExactly(-2);
    assertThat(found.join()).isEqualTo(-4);
    assertThatThrownBy(bad::join).hasCause(refusal);
  }

  @Test
  void ifTheStoreIsAwayWhateverWaitsIsToldAtOnce() {
    directory.check =
        name -> {
          throw new StoreUnavailableException(Reason.AWAY, null);
        };
    CompletableFuture<SampleBatch> first = users.identify(of("x"));
    awaitCalls(1);
    CompletableFuture<Long> second = users.find(UserId.of("y"));
    // On a slow machine the second is asked for by itself meanwhile.
    directory.gate.release(100);

    assertThatThrownBy(first::join).hasCauseInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(second::join).hasCauseInstanceOf(StoreUnavailableException.class);
  }

  private void awaitCalls(int number) {
    while (directory.added.size() < number) {
      Thread.onSpinWait();
    }
  }
}
