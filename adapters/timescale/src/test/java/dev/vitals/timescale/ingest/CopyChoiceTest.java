package dev.vitals.timescale.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CopyChoiceTest {
  private static final int MANY = 10_000;

  private final CopyChoice choice = new CopyChoice();

  @Test
  void fewRowsAreMerged() {
    assertThat(choice.copies(CopyChoice.FEWEST_ROWS - 1)).isFalse();
    assertThat(choice.copies(CopyChoice.FEWEST_ROWS)).isTrue();
  }

  @Test
  void aCollisionAloneIsChance() {
    choice.collided();

    assertThat(choice.copies(MANY)).isTrue();
  }

  @Test
  void collisionsThatFollowEachOtherAreAvoidedForTwiceAsLongEachTimeAndNotForEver() {
    choice.collided();

    assertThat(mergesBehindACollision()).isEqualTo(4);
    assertThat(mergesBehindACollision()).isEqualTo(8);
    assertThat(mergesBehindACollision()).isEqualTo(16);
    for (int i = 0; i < 40; i++) {
      assertThat(mergesBehindACollision()).isLessThanOrEqualTo(CopyChoice.MOST_MERGES);
    }
  }

  @Test
  void aCopyThatWorksForgetsThem() {
    for (int i = 0; i < 5; i++) {
      choice.collided();
    }
    while (!choice.copies(MANY)) {
      // Merged meanwhile.
    }
    choice.copied();
    choice.collided();

    assertThat(choice.copies(MANY)).isTrue();
  }

  private int mergesBehindACollision() {
    choice.collided();
    int merges = 0;
    while (!choice.copies(MANY)) {
      merges++;
    }
    return merges;
  }
}
