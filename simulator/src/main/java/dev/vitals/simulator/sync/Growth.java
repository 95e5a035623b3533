package dev.vitals.simulator.sync;

import java.util.Iterator;
import java.util.function.LongFunction;

/** A fleet that grows without end: when one group of users has sent all it has, the next joins. */
public final class Growth implements Iterator<Sync> {
  private final LongFunction<Itinerary> groups;
  private final int users;
  private long nextFirstUser;
  private Itinerary current;

  /**
   * @param groups the itinerary of the users from the given one on
   */
  public Growth(LongFunction<Itinerary> groups, long firstUser, int users) {
    this.groups = groups;
    this.users = users;
    this.nextFirstUser = firstUser + users;
    this.current = groups.apply(firstUser);
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public Sync next() {
    while (!current.hasNext()) {
      current = groups.apply(nextFirstUser);
      nextFirstUser += users;
    }
    return current.next();
  }
}
