package dev.vitals.application.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.domain.user.UserId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every directory of users keeps to. */
public abstract class UserDirectoryContract {
  protected abstract UserDirectory directory();

  /** Another one on the same store, as of another process, which remembers nothing. */
  protected abstract UserDirectory another();

  @Test
  void aNameHasANegativeNumberThatStays() {
    Map<String, Long> added = directory().findOrAdd(List.of("ann", "bob"));

    assertThat(added).containsOnlyKeys("ann", "bob");
    assertThat(added.values()).doesNotHaveDuplicates().allMatch(number -> number < 0);
    assertThat(directory().findOrAdd(List.of("bob", "eve", "ann"))).containsAllEntriesOf(added);
    assertThat(directory().find(List.of("ann", "bob"))).isEqualTo(added);
    assertThat(another().find(List.of("bob", "ann"))).isEqualTo(added);
  }

  @Test
  void toAskForANameDoesNotAddIt() {
    assertThat(directory().find(List.of("nobody-yet"))).isEmpty();
    assertThat(another().find(List.of("nobody-yet"))).isEmpty();
    assertThat(directory().remembered("nobody-yet")).isEqualTo(UserId.NOBODY);
  }

  @Test
  void whatIsRememberedIsRight() {
    Map<String, Long> added = directory().findOrAdd(List.of("memory"));

    assertThat(directory().remembered("memory")).isIn(UserId.NOBODY, added.get("memory"));
  }

  @Test
  void nothingIsAskedForNothing() {
    assertThat(directory().find(List.of())).isEmpty();
    assertThat(directory().findOrAdd(List.of())).isEmpty();
  }

  /** Whatever the store makes of case, width, blanks, composition and its own language. */
  @Test
  void namesThatLookAlikeAreOthers() {
    List<String> names =
        List.of(
            "Ann",
            "ANN",
            "ann ",
            " ann",
            "a\u0301nn",
            "\u00e1nn",
            "\uff41nn",
            "a'nn",
            "a\"nn",
            "a\\nn",
            "{ann}",
            "a,nn",
            "NULL",
            "null",
            "%",
            "_",
            " ",
            "0",
            "-1",
            "0101",
            "\u2028",
            new String(Character.toChars(0x1f44b)),
            "x".repeat(128),
            new String(Character.toChars(0x1f44b)).repeat(128));

    Map<String, Long> added = directory().findOrAdd(names);

    assertThat(added.values()).doesNotHaveDuplicates().hasSameSizeAs(names);
    assertThat(another().find(names)).isEqualTo(added);
  }

  @Test
  void thousandsAreAddedAtOnce() {
    List<String> names = IntStream.range(0, 5_000).mapToObj(n -> "of-thousands-" + n).toList();

    assertThat(directory().findOrAdd(names).values()).hasSize(5_000).doesNotHaveDuplicates();
    assertThat(another().find(names)).isEqualTo(directory().find(names));
  }

  @Test
  void whoeverAddsTheSameNameAtTheSameTimeIsToldTheSame() throws Exception {
    List<UserDirectory> directories = List.of(directory(), another(), another(), directory());
    ExecutorService threads = Executors.newFixedThreadPool(directories.size());
    try {
      for (int round = 0; round < 30; round++) {
        List<String> names = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
          names.add("race-" + round + "-" + n);
        }
        List<Callable<Map<String, Long>>> all = new ArrayList<>();
        for (UserDirectory each : directories) {
          List<String> shuffled = new ArrayList<>(names);
          Collections.shuffle(shuffled);
          all.add(() -> each.findOrAdd(shuffled));
        }
        HashSet<Map<String, Long>> told = new HashSet<>();
        for (Future<Map<String, Long>> each : threads.invokeAll(all)) {
          told.add(each.get());
        }
        assertThat(told).hasSize(1);
        assertThat(told.iterator().next()).containsOnlyKeys(names);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
