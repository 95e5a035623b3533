package dev.vitals.application.export;

import static java.util.Objects.requireNonNull;

import dev.vitals.application.group.Failures;
import dev.vitals.application.query.RangeQuestion;
import dev.vitals.application.user.IdentifyUsers;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.domain.user.UserId;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Gives one user's samples of a range back, each export by a thread of its own, which waits for its
 * recipient. There are few, and they hold nobody else's answer up. For any number of threads.
 */
public final class ExportSamples implements AutoCloseable {
  /** What those that are cut may take to notice. */
  private static final long STOP_SECONDS = 10;

  private final IdentifyUsers users;
  private final SampleSource source;
  private final ExportMeter meter;
  private final Duration timeLimit;
  private final Semaphore free;
  private final ExecutorService threads;
  private final ScheduledExecutorService timer;
  private final Set<Export> running = ConcurrentHashMap.newKeySet();
  private volatile boolean isEnding;

  /**
   * Starts threads, which {@link #close} ends.
   *
   * @param atOnce exports that may be under way
   * @param timeLimit of each as a whole: it holds a snapshot of the store
   */
  public ExportSamples(
      IdentifyUsers users, SampleSource source, ExportMeter meter, int atOnce, Duration timeLimit) {
    this.users = requireNonNull(users, "users");
    this.source = requireNonNull(source, "source");
    this.meter = requireNonNull(meter, "meter");
    this.timeLimit = requireNonNull(timeLimit, "timeLimit");
    this.free = new Semaphore(atOnce);
    this.threads = Executors.newFixedThreadPool(atOnce, named("export"));
    this.timer = Executors.newSingleThreadScheduledExecutor(named("export-limit"));
  }

  private static ThreadFactory named(String name) {
    return work -> {
      Thread thread = new Thread(work, name);
      // A start that fails behind this one must not keep the process.
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Exports that are under way. */
  public int running() {
    return running.size();
  }

  /**
   * Returns at once.
   *
   * @param metrics those to be told
   * @param recipient is told samples by a thread of ours. It fails with what {@link SampleSource}
   *     throws, with {@link ExportStoppedException}, or, before this returns, with {@link
   *     TooManyExportsException}
   */
  public void export(
      UserId user, TimeRange range, MetricCatalogue metrics, SampleRecipient recipient) {
    if (isEnding || !free.tryAcquire()) {
      meter.ended(ExportOutcome.REFUSED, 0, 0, 0);
      recipient.failed(new TooManyExportsException());
      return;
    }
    Export export = new Export(source, recipient, free::release);
    running.add(export);
    CompletableFuture<Void> unused =
        users
            .find(user)
            .thenAccept(
                number ->
                    threads.execute(() -> run(export, new RangeQuestion(number, range, metrics))))
            .exceptionally(
                failure -> {
                  export.fail(Failures.cause(failure));
                  ended(export);
                  return null;
                });
  }

  private void run(Export export, RangeQuestion question) {
    Future<?> limit = timer.schedule(export::stop, timeLimit.toMillis(), TimeUnit.MILLISECONDS);
    try {
      export.run(question);
    } finally {
      limit.cancel(false);
      ended(export);
    }
  }

  private void ended(Export export) {
    running.remove(export);
    export.measure(meter);
  }

  /** Takes none any more. Those that are under way may take so much longer, then they are cut. */
  public void endWithin(Duration patience) {
    isEnding = true;
    Future<?> unused = timer.schedule(this::stopAll, patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void stopAll() {
    running.forEach(Export::stop);
  }

  /** Cuts those that are under way. */
  @Override
  public void close() {
    isEnding = true;
    threads.shutdown();
    stopAll();
    try {
      threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Last, for one that begins in this moment sets its limit yet.
    timer.shutdownNow();
  }
}
