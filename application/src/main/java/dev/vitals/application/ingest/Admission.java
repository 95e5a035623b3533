package dev.vitals.application.ingest;

import dev.vitals.domain.sample.InvalidSamplesException;
import java.util.function.BooleanSupplier;

/**
 * One request's share of the room for samples, from before its body is read until it is answered,
 * and the count of its records. For one thread at a time.
 */
public final class Admission implements AutoCloseable {
  /** What is taken at once: as much as is used already, so that it is asked for seldom. */
  private static final int MOST_AT_ONCE = 1_024;

  private final SampleRoom room;
  private final IngestMeter meter;
  private final BooleanSupplier isClockWrong;
  private int taken;
  private int used;
  private int records;
  private int bad;
  private boolean isRefusedByClock;

  /**
   * @throws QueueFullException there is no room for a single sample
   */
  Admission(SampleRoom room, IngestMeter meter, BooleanSupplier isClockWrong) {
    this.room = room;
    this.meter = meter;
    this.isClockWrong = isClockWrong;
    room.take(1);
    taken = 1;
  }

  /** More bytes of one request than there is ever room for. */
  public long mostBytes() {
    return room.bytes();
  }

  /**
   * So many bytes of the request are kept, which its samples are read from. They share their room,
   * for the bytes go as soon as there are the samples.
   *
   * @throws QueueFullException there is no room for them now
   */
  public void buffering(int bytes) {
    int needed = Math.max(Math.max(used, 1), SampleRoom.ofBytes(bytes));
    if (needed > taken) {
      room.take(needed - taken);
    } else {
      room.giveBack(taken - needed);
    }
    taken = needed;
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

  /** A record is refused, for our clock says that it is too old or too new. */
  public void refusedByClock() {
    isRefusedByClock = true;
  }

  /**
   * Asked once all are read: what our clock refuses is refused for good.
   *
   * @throws UnsureClockException some are, and it is wrong
   */
  public void requireSureClock() {
    if (isRefusedByClock && isClockWrong.getAsBoolean()) {
      throw new UnsureClockException();
    }
  }

  /** One more record of the request was read. */
  public void recordRead(boolean isGood) {
    records++;
    if (!isGood) {
      bad++;
    }
  }

  /** The request is decided: so many of its records are committed, and the others are not. */
  public void accepted(int committed) {
    meter.received(records);
    meter.accepted(committed);
    meter.rejected(Rejection.INVALID, bad);
    meter.rejected(Rejection.EXPIRED, records - bad - committed);
  }

  /** The request is decided: none of it is stored, for an exception of the application. */
  public void rejected(Throwable e) {
    if (e instanceof InvalidSamplesException invalid) {
      // Only good ones get as far as the store, which is who knows what is expired.
      int culprits = bad == 0 ? invalid.errorCount() : bad;
      meter.received(records);
      meter.rejected(bad == 0 ? Rejection.EXPIRED : Rejection.INVALID, culprits);
      meter.rejected(Rejection.NEIGHBOUR, records - culprits);
    } else {
      rejected(Rejection.of(e));
    }
  }

  /** The request is decided: none of it is stored, for a reason of the inlet's own. */
  public void rejected(Rejection reason) {
    meter.received(records);
    meter.rejected(reason, records);
  }

  @Override
  public void close() {
    room.giveBack(taken);
    taken = 0;
    used = 0;
  }
}
