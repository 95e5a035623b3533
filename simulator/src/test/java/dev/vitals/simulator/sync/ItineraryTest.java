package dev.vitals.simulator.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ItineraryTest {
  private static final int FIRST_USER = 500;
  private static final long BEGIN = 29_000_003;

  @Property(tries = 100)
  void everyMinuteOfEveryUserIsFreshExactlyOnce(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5) int users,
      @ForAll @IntRange(min = 1, max = 3_000) int minutes,
      @ForAll @DoubleRange(min = 0, max = 1) double late,
      @ForAll @DoubleRange(min = 0, max = 1) double duplicates) {
    Map<Long, BitSet> fresh = new HashMap<>();
    for (Sync sync : syncs(new Habits(seed, 15, late, duplicates), users, minutes)) {
      BitSet ofUser = fresh.computeIfAbsent(sync.userId(), user -> new BitSet());
      int from = (int) (sync.freshFrom() - BEGIN);
      int to = (int) (sync.to() - BEGIN);
      assertThat(ofUser.get(from, to).isEmpty()).as("not sent as fresh before").isTrue();
      ofUser.set(from, to);
      assertThat(sync.from()).isGreaterThanOrEqualTo(BEGIN);
      assertThat(sync.dueSecond()).isGreaterThanOrEqualTo(sync.to() * 60);
    }
    assertThat(fresh).hasSize(users);
    assertThat(fresh.values())
        .allMatch(set -> set.nextClearBit(0) == minutes && set.length() == minutes);
  }

  @Test
  void syncsComeInTheOrderInWhichTheyAreDue() {
    List<Sync> syncs = syncs(new Habits(3, 15, 0.2, 0.2), 20, 10_000);
    assertThat(syncs).extracting(Sync::dueSecond).isSorted();
  }

  @Test
  void theSharesOfLateAndRepeatedOnesAreThoseAskedFor() {
    List<Sync> syncs = syncs(new Habits(1, 15, 0.1, 0.3), 100, 20_000);
    long minutes = syncs.stream().mapToLong(Sync::freshMinutes).sum();
    long late = syncs.stream().filter(Sync::late).mapToLong(Sync::freshMinutes).sum();
    assertThat((double) late / minutes).isCloseTo(0.1, Offset.offset(0.01));

    List<Sync> inTime = syncs.stream().filter(sync -> !sync.late()).toList();
    long repeating = inTime.stream().filter(sync -> sync.from() < sync.freshFrom()).count();
    // None after one that is late, which has nothing to repeat yet.
    assertThat((double) repeating / inTime.size()).isCloseTo(0.3, Offset.offset(0.01));
  }

  @Test
  void withoutLateOnesAndDuplicatesThereAreNone() {
    List<Sync> syncs = syncs(new Habits(1, 15, 0, 0), 10, 10_000);
    assertThat(syncs).noneMatch(Sync::late).allMatch(sync -> sync.from() == sync.freshFrom());
  }

  @Test
  void lateOnesAreHoursToTwoDaysLate() {
    long end = BEGIN + 20_000;
    List<Long> hours =
        syncs(new Habits(1, 15, 0.2, 0), 50, 20_000).stream()
            // Those still held back at the end are handed over early.
            .filter(sync -> sync.late() && sync.to() < end - 51 * 60)
            .map(sync -> (sync.dueSecond() / 60 - sync.to()) / 60)
            .toList();
    assertThat(hours).hasSizeGreaterThan(500).allMatch(late -> 1 <= late && late <= 48);
    assertThat(hours).anyMatch(late -> late < 3).anyMatch(late -> late > 36);
  }

  @Test
  void aFleetThatGrowsGoesOnWithTheNextUsers() {
    Habits habits = new Habits(1, 15, 0, 0);
    Growth growth =
        new Growth(first -> new Itinerary(habits, first, 2, 30_000, 30_015), FIRST_USER, 2);
    List<Long> users = new ArrayList<>();
    for (int number = 0; number < 6; number++) {
      users.add(growth.next().userId());
    }
    assertThat(users).containsExactly(500L, 501L, 502L, 503L, 504L, 505L);
  }

  private static List<Sync> syncs(Habits habits, int users, int minutes) {
    List<Sync> syncs = new ArrayList<>();
    new Itinerary(habits, FIRST_USER, users, BEGIN, BEGIN + minutes).forEachRemaining(syncs::add);
    return syncs;
  }
}
