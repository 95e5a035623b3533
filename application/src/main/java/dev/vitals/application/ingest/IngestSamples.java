package dev.vitals.application.ingest;

import static java.util.Objects.requireNonNull;

import dev.vitals.application.group.Failures;
import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.user.IdentifyUsers;
import dev.vitals.domain.sample.InvalidSamplesException;
import dev.vitals.domain.sample.NamedSamples;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleError;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Takes in what devices report. For any number of threads. */
public final class IngestSamples {
  /**
   * Clocks of phones are wrong, and some are set to a zone instead of an offset: a day covers it.
   */
  private static final Duration AHEAD_OF_US = Duration.ofHours(24);

  /** Whoever leaves out more has not lost a few samples on the way. */
  public static final int MOST_LEFT_OUT = 10_000;

  private final IdentifyUsers users;
  private final GroupCommit commits;
  private final SampleRoom room;
  private final InstantSource clock;
  private final Duration oldest;
  private final IngestMeter meter;
  private final BooleanSupplier isClockWrong;

  /**
   * @param room for samples, in memory at once: being read, waiting, and being committed
   * @param oldest the age up to which samples are taken. It bounds how many chunks one request can
   *     make the storage open.
   */
  public IngestSamples(
      IdentifyUsers users,
      GroupCommit commits,
      int room,
      InstantSource clock,
      Duration oldest,
      IngestMeter meter) {
    this(users, commits, room, clock, oldest, meter, () -> false);
  }

  /**
   * The same, where somebody looks after the clock.
   *
   * @param isClockWrong whether it is known to be; asked by any thread, takes no time
   */
  public IngestSamples(
      IdentifyUsers users,
      GroupCommit commits,
      int room,
      InstantSource clock,
      Duration oldest,
      IngestMeter meter,
      BooleanSupplier isClockWrong) {
    this.users = requireNonNull(users, "users");
    this.commits = requireNonNull(commits, "commits");
    this.room = new SampleRoom(room);
    this.clock = requireNonNull(clock, "clock");
    this.oldest = requireNonNull(oldest, "oldest");
    this.meter = requireNonNull(meter, "meter");
    this.isClockWrong = requireNonNull(isClockWrong, "isClockWrong");
  }

  /**
   * What an inlet needs before it reads a request, and closes once the request is answered.
   *
   * @throws QueueFullException there is no room now
   */
  public Admission admit() {
    return new Admission(room, meter, isClockWrong);
  }

  /**
   * The number of a user that has a name, if it is in memory; else {@link UserId#NOBODY}, which is
   * left to {@link #ingest}.
   */
  public long rememberedUser(String name) {
    return users.remembered(name);
  }

  /** How many samples are in memory. */
  public int samplesInMemory() {
    return room.taken();
  }

  /** More bytes of bodies than there is ever room for. */
  public long mostBodyBytes() {
    return room.bytes();
  }

  /** The timestamps that inlets let through at this moment. */
  public TimeRange acceptedTimestamps() {
    Instant now = clock.instant();
    Instant start = now.minus(oldest);
    return new TimeRange(
        start.isBefore(Instant.EPOCH) ? Instant.EPOCH : start, now.plus(AHEAD_OF_US));
  }

  /**
   * Returns at once.
   *
   * @param samples in the order they were reported, checked by the inlet; where a key repeats, the
   *     later one wins
   * @param isCallerGone whether nobody waits for this any more, so that it need not be stored;
   *     asked by another thread, and only if it has to wait for long
   * @return once the samples are committed, what became of them. Names that are new are added
   *     before, whatever becomes of the samples then. Requests that are committed together take the
   *     order in which they came to wait, and each is told what it would have been told if they had
   *     been one by one. It is completed by a thread that commits or looks names up, which must not
   *     be held up, and fails with:
   *     <ul>
   *       <li>{@link InvalidSamplesException} some are older than what retention keeps; nothing is
   *           stored
   *       <li>{@link StoreUnavailableException} not this time, or nobody knows; sending them again
   *           is safe
   *       <li>{@link StoreRejectedException} the store refuses them; nothing is stored
   *     </ul>
   */
  public CompletableFuture<Ingested> ingest(NamedSamples samples, BooleanSupplier isCallerGone) {
    return users
        .identify(samples)
        .thenCompose(identified -> ingestIdentified(identified, isCallerGone));
  }

  private CompletableFuture<Ingested> ingestIdentified(
      SampleBatch samples, BooleanSupplier isCallerGone) {
    if (samples.isEmpty()) {
      return CompletableFuture.completedFuture(Ingested.NOTHING);
    }
    return commit(samples, isCallerGone)
        .exceptionallyCompose(
            failure -> CompletableFuture.failedFuture(namingExpired(samples, failure)));
  }

  /**
   * Like {@link #ingest}, but leaves out what is older than what retention keeps. Fails with {@link
   * InvalidSamplesException} if more than ten thousand are older; nothing is stored.
   */
  public CompletableFuture<PartlyIngested> ingestUnexpired(
      NamedSamples samples, BooleanSupplier isCallerGone) {
    return users
        .identify(samples)
        .thenCompose(identified -> ingestRest(identified, identified, List.of(), isCallerGone));
  }

  /** Again only if the horizon has moved meanwhile. */
  private CompletableFuture<PartlyIngested> ingestRest(
      SampleBatch samples,
      SampleBatch rest,
      List<SampleError> expired,
      BooleanSupplier isCallerGone) {
    if (rest.isEmpty()) {
      return CompletableFuture.completedFuture(new PartlyIngested(Ingested.NOTHING, expired));
    }
    return commit(rest, isCallerGone)
        .thenApply(ingested -> new PartlyIngested(ingested, expired))
        .exceptionallyCompose(
            failure -> {
              Throwable cause = Failures.cause(failure);
              if (!(cause instanceof ExpiredSamplesException e)) {
                return CompletableFuture.failedFuture(cause);
              }
              List<SampleError> older = expired(samples, e.horizon());
              return older.size() > MOST_LEFT_OUT
                  ? CompletableFuture.failedFuture(new InvalidSamplesException(older, older.size()))
                  : ingestRest(samples, since(samples, e.horizon()), older, isCallerGone);
            });
  }

  private CompletableFuture<Ingested> commit(SampleBatch samples, BooleanSupplier isCallerGone) {
    SampleBatch collapsed = samples.collapsed();
    int repeated = samples.size() - collapsed.size();
    return commits
        .commit(collapsed, isCallerGone)
        .thenApply(
            keys -> {
              Ingested ingested = Ingested.of(keys, repeated);
              meter.stored(ingested);
              return ingested;
            });
  }

  private static Throwable namingExpired(SampleBatch samples, Throwable failure) {
    Throwable cause = Failures.cause(failure);
    if (!(cause instanceof ExpiredSamplesException e)) {
      return cause;
    }
    List<SampleError> expired = expired(samples, e.horizon());
    return new InvalidSamplesException(expired, expired.size());
  }

  private static SampleBatch since(SampleBatch samples, Instant horizon) {
    long horizonMicros = EpochMicros.of(horizon);
    return samples.rows(
        IntStream.range(0, samples.size())
            .filter(row -> samples.timestampsMicros()[row] >= horizonMicros)
            .toArray());
  }

  /** Only the store knows its horizon for sure, and only here is the order of the records known. */
  private static List<SampleError> expired(SampleBatch samples, Instant horizon) {
    long horizonMicros = EpochMicros.of(horizon);
    String message = "must not be before " + horizon + ": older samples are dropped";
    return IntStream.range(0, samples.size())
        .filter(row -> samples.timestampsMicros()[row] < horizonMicros)
        .mapToObj(row -> new SampleError(row, "timestamp", message))
        .toList();
  }
}
