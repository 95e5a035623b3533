package dev.vitals.application.ingest;

/**
 * One request's share of the room for samples, from before its body is read until it is answered.
 * For one thread at a time.
 */
public final class Admission implements AutoCloseable {
  /** What is taken at once: as much as is used already, so that it is asked for seldom. */
  private static final int MOST_AT_ONCE = 1_024;

  private final SampleRoom room;
  private int taken;
  private int used;

  /**
   * @throws QueueFullException there is no room for a single sample
   */
  Admission(SampleRoom room) {
    this.room = room;
    room.take(1);
    taken = 1;
  }

  /**
   * Makes room for one more sample, or for a message about one.
   *
   * @throws QueueFullException there is none now
   * @throws TooManySamplesException there never is for so many
   */
  public void oneMore() {
    if (used == taken) {
      if (used == room.size()) {
        throw new TooManySamplesException(room.size());
      }
      int more = Math.min(Math.min(used, MOST_AT_ONCE), room.size() - used);
      room.take(more);
      taken += more;
    }
    used++;
  }

  @Override
  public void close() {
    room.giveBack(taken);
    taken = 0;
    used = 0;
  }
}
