package dev.vitals.simulator.run;

import dev.vitals.simulator.ingest.Sender;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The senders at work, a thread each. */
final class Crew implements AutoCloseable {
  private final ExecutorService threads;
  private final CompletionService<Boolean> work;
  private int working;
  private boolean lostTheService;

  Crew(Sender sender, int size) {
    threads = Executors.newFixedThreadPool(size);
    work = new ExecutorCompletionService<>(threads);
    for (working = 0; working < size; working++) {
      work.submit(sender);
    }
  }

  /**
   * @return whether all are done; else some time has passed
   */
  boolean isDoneWithin(int millis) throws InterruptedException {
    Future<Boolean> done = work.poll(millis, TimeUnit.MILLISECONDS);
    if (done != null) {
      working--;
      try {
        lostTheService |= !done.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
    return working == 0;
  }

  /** Whether one of them gave up because nobody answers. */
  boolean lostTheService() {
    return lostTheService;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
