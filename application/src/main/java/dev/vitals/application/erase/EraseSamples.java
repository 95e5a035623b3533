package dev.vitals.application.erase;

import static java.util.Objects.requireNonNull;

import dev.vitals.application.group.OneByOne;
import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.user.IdentifyUsers;
import dev.vitals.domain.rollup.UnanswerableRangeException;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.domain.user.UserId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Erases what users want to be forgotten, one by one. For any number of threads. */
public final class EraseSamples implements AutoCloseable {
  /** One keeps a connection for seconds, and takes much of the database's work. */
  private static final int WORKERS = 1;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final IdentifyUsers users;
  private final SampleEraser eraser;
  private final OneByOne<Asked, Long> erasures;

  /** Starts the threads that erase, which {@link #close} ends. */
  public EraseSamples(IdentifyUsers users, SampleEraser eraser) {
    this.users = requireNonNull(users, "users");
    this.eraser = requireNonNull(eraser, "eraser");
    this.erasures = OneByOne.start("erase", WORKERS, LONGEST_WAIT, this::erase);
  }

  /**
   * @param range null for all there is
   */
  private record Asked(long userId, @Nullable TimeRange range) {}

  /**
   * Erases a user's samples of a range. Returns at once.
   *
   * @return once that is committed, how many there were; 0 for a user that nobody knows, so that
   *     asking again is harmless. It is completed by a thread of ours, which must not be held up,
   *     and fails with:
   *     <ul>
   *       <li>{@link UnanswerableRangeException} the range cuts a quarter hour whose samples are
   *           dropped by retention; nothing is erased
   *       <li>{@link StoreUnavailableException} not this time, or nobody knows
   *       <li>{@link StoreRejectedException} the store refuses; nothing is erased
   *     </ul>
   */
  public CompletableFuture<Long> erase(UserId user, TimeRange range) {
    return asked(user, range);
  }

  /** Erases all samples of a user, and its name if it has one. As {@link #erase} otherwise. */
  public CompletableFuture<Long> eraseUser(UserId user) {
    return asked(user, null);
  }

  private CompletableFuture<Long> asked(UserId user, @Nullable TimeRange range) {
    return users
        .find(user)
        .thenCompose(
            number ->
                number == UserId.NOBODY
                    ? CompletableFuture.completedFuture(0L)
                    : erasures.ask(new Asked(number, range)));
  }

  /** Does not wait for what may take long: it fails, and is to be asked for again. */
  @Override
  public void close() {
    eraser.stop();
    erasures.close();
  }

  private long erase(Asked asked) {
    TimeRange range = asked.range();
    return range == null ? eraser.eraseUser(asked.userId()) : eraser.erase(asked.userId(), range);
  }
}
