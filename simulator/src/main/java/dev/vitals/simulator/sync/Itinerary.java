package dev.vitals.simulator.sync;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Every sync of a fleet over some time, in the order in which they happen. Each minute of the time
 * is fresh in exactly one of them: what is still held back at the end is handed over then.
 *
 * <p>Time is cut into slots of {@link Habits#everyMinutes}; within each, the users' turns are
 * spread evenly.
 */
public final class Itinerary implements Iterator<Sync> {
  private final Habits habits;
  private final long firstUser;
  private final int users;
  private final long begin;
  private final long end;
  private final long lastSlot;
  private final Deque<Sync> ready = new ArrayDeque<>();
  private long slot;
  private int turn;

  /**
   * @param begin an epoch minute
   * @param end the epoch minute after the last
   */
  public Itinerary(Habits habits, long firstUser, int users, long begin, long end) {
    this.habits = habits;
    this.firstUser = firstUser;
    this.users = users;
    this.begin = begin;
    this.end = end;
    this.slot = begin / habits.everyMinutes();
    this.lastSlot = (end - 1) / habits.everyMinutes();
  }

  @Override
  public boolean hasNext() {
    // One slot more than there are: the last one's late stretches.
    while (ready.isEmpty() && slot <= lastSlot + 1) {
      visit(firstUser + turn);
      turn++;
      if (turn == users) {
        turn = 0;
        slot++;
      }
    }
    return !ready.isEmpty();
  }

  @Override
  public Sync next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  private void visit(long user) {
    long stretch = habits.stretchOf(slot);
    if (slot <= lastSlot && !habits.isLate(user, stretch)) {
      long from = slot * habits.everyMinutes();
      boolean repeats =
          habits.repeatsThePreviousOne(user, slot)
              && !habits.isLate(user, habits.stretchOf(slot - 1));
      add(user, repeats ? from - habits.everyMinutes() : from, from, from + habits.everyMinutes());
    }
    if (habits.lateShare() == 0) {
      return;
    }
    for (long held = stretch - Habits.LONGEST_WAIT; held <= stretch; held++) {
      if (habits.isLate(user, held)
          && Math.min(habits.arrivalSlot(user, held), lastSlot + 1) == slot) {
        long from = held * Habits.STRETCH;
        add(user, from, from, from + Habits.STRETCH, true);
      }
    }
  }

  private void add(long user, long from, long freshFrom, long to) {
    add(user, from, freshFrom, to, false);
  }

  private void add(long user, long from, long freshFrom, long to, boolean late) {
    long first = Math.max(from, begin);
    long last = Math.min(to, end);
    if (first < last) {
      ready.add(new Sync(user, first, Math.max(freshFrom, first), last, late, dueSecond()));
    }
  }

  /** A slot is over before it is handed over. */
  private long dueSecond() {
    long length = habits.everyMinutes() * 60L;
    return (slot + 1) * length + length * turn / users;
  }
}
