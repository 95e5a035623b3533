package dev.vitals.timescale.rollup;

import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.timescale.error.StoreErrors;
import dev.vitals.timescale.kind.DatabaseKind;
import dev.vitals.timescale.kind.DetectedDatabase;
import dev.vitals.timescale.kind.StorageSettings;
import dev.vitals.timescale.kind.StorageSize;
import dev.vitals.timescale.metrics.KeptMetrics;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The work on the rollups, one piece at a time. Only one instance does any of it at a time: each
 * piece takes a lock of its session, and where another session has it there is nothing to do.
 *
 * <p>Errors: {@link StoreUnavailableException} and {@link StoreRejectedException}; {@link
 * StoppedException} if its thread is interrupted. What failed goes on where it was at the next run.
 *
 * <p>Threads: {@link #stop} may be called from any, the rest by one at a time.
 */
public final class RollupMaintenance {
  /** MAINTAIN. */
  private static final long LOCK = 0x4D41_494E_5441_494EL;

  private final Jdbi jdbi;
  private final StorageSettings settings;
  private final BelievedClock clock;
  private volatile boolean stopping;
  private volatile @Nullable Connection current;

  /**
   * @param jdbi configured by TimescaleJdbi; its connections are in auto-commit, without limits of
   *     time and closed when they are given back
   */
  public RollupMaintenance(Jdbi jdbi, StorageSettings settings) {
    this(jdbi, settings, System::nanoTime);
  }

  /** With a timer of its own, in nanoseconds. */
  public RollupMaintenance(Jdbi jdbi, StorageSettings settings, LongSupplier timer) {
    this.jdbi = jdbi;
    this.settings = settings;
    this.clock = new BelievedClock(timer, settings.rawRetention().isPresent());
  }

  /**
   * Fills the rollups up to the watermark.
   *
   * @return the windows filled; empty if another instance is at work
   */
  public Optional<Integer> refresh() {
    return refresh(Integer.MAX_VALUE);
  }

  /** The same, a number of windows at most. */
  public Optional<Integer> refresh(int mostWindows) {
    return underLock(handle -> refresh(handle, kind(handle), mostWindows));
  }

  private int refresh(Handle handle, DatabaseKind kind, int mostWindows) {
    return new Refresh(handle, kind, this::isStopping)
        .run(clock.follow(handle), settings.watermarkLag(), mostWindows);
  }

  /**
   * Settles the marks of late samples.
   *
   * @return the days settled; empty if another instance is at work
   */
  public Optional<Long> settle() {
    return settle(Long.MAX_VALUE);
  }

  /** The same, and no more after about so many days. */
  public Optional<Long> settle(long mostDays) {
    return underLock(
        handle ->
            new Settlement(handle, kind(handle), KeptMetrics.read(handle), this::isStopping)
                .run(mostDays));
  }

  /**
   * Drops samples that are older than is kept, if that is limited, and by a clock that is believed.
   *
   * @return whether more than before is dropped; empty if another instance is at work
   */
  public Optional<Boolean> retain() {
    return underLock(
        handle ->
            settings
                .rawRetention()
                .map(keep -> retain(handle, clock.follow(handle), keep))
                .orElse(false));
  }

  private boolean retain(Handle handle, Belief belief, Duration keep) {
    return belief.followed().isPresent()
        && new Retention(handle, kind(handle), this::isStopping).run(belief.now(), keep);
  }

  /**
   * Believes the database's clock, whatever it says: what is older by it is dropped from now on. A
   * watermark that is ahead of it comes back.
   *
   * @return what it says; empty if another instance is at work
   */
  public Optional<Instant> trustClock() {
    return underLock(
        handle -> {
          Instant now = BelievedClock.trust(handle);
          refresh(handle, kind(handle), 0);
          return now;
        });
  }

  /**
   * Puts chunks past their hot time into the columnstore, where there is one.
   *
   * @return how many; empty if another instance is at work
   */
  public Optional<Integer> compress() {
    return underLock(
        handle ->
            settings
                .columnarAfter()
                .map(
                    after ->
                        new Compression(handle, kind(handle), this::isStopping)
                            .compressOld(clock.follow(handle).now(), after))
                .orElse(0));
  }

  /**
   * Puts chunks into the columnstore as a whole that late samples left partly as rows.
   *
   * @return how many; empty if another instance is at work
   */
  public Optional<Integer> recompress() {
    return underLock(
        handle -> new Compression(handle, kind(handle), this::isStopping).recompress());
  }

  /**
   * Compares all rollups with the samples.
   *
   * @return the buckets that are wrong; empty if another instance is at work
   * @throws NothingFilledException there are none
   */
  public Optional<Long> verify() {
    return underLock(
        handle -> new Verification(handle, KeptMetrics.read(handle), this::isStopping).run());
  }

  /**
   * Makes the rollups anew, corrections folded in.
   *
   * @return the windows filled; empty if another instance is at work
   */
  public Optional<Integer> rebuild() {
    return underLock(
        handle -> {
          DatabaseKind kind = kind(handle);
          Rebuild.run(handle, kind);
          return refresh(handle, kind, Integer.MAX_VALUE);
        });
  }

  /** Whoever is at work. */
  public RollupStatus status() {
    return StoreErrors.translated(
        () ->
            jdbi.withHandle(
                handle -> RollupStatus.read(handle, settings.rawRetention().isPresent())));
  }

  /** Takes longer with each chunk; whoever is at work. */
  public StorageSize size() {
    return StoreErrors.translated(() -> jdbi.withHandle(handle -> kind(handle).size(handle)));
  }

  /** Ends the piece under way between two of its steps, and lets none begin. */
  public void stop() {
    stopping = true;
  }

  /** Leaves it in the midst of a step, which the server ends or undoes. */
  public void abort() throws SQLException {
    stop();
    Connection connection = current;
    if (connection != null) {
      connection.abort(Runnable::run);
    }
  }

  private boolean isStopping() {
    return stopping || Thread.currentThread().isInterrupted();
  }

  private static DatabaseKind kind(Handle handle) {
    return DetectedDatabase.setUpAs(handle);
  }

  /**
   * Does a piece of work that is none of these.
   *
   * @param work with a connection in auto-commit
   * @return what it returns; empty if another instance is at work
   */
  public <T> Optional<T> underLock(Function<Handle, T> work) {
    return stopping
        ? Optional.empty()
        : StoreErrors.translated(() -> jdbi.withHandle(handle -> underLock(handle, work)));
  }

  private <T> Optional<T> underLock(Handle handle, Function<Handle, T> work) {
    try {
      current = handle.getConnection();
      boolean isOurs =
          handle
              .createQuery("select pg_try_advisory_lock(" + LOCK + ")")
              .mapTo(Boolean.class)
              .one();
      if (!isOurs) {
        return Optional.empty();
      }
      T done = work.apply(handle);
      // Whatever happens the lock goes with the connection, but closing one does not wait for the
      // server, and the next piece of work would find the lock taken.
      handle.execute("select pg_advisory_unlock(" + LOCK + ")");
      return Optional.of(done);
    } finally {
      current = null;
    }
  }
}
