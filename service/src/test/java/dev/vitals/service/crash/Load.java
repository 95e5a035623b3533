package dev.vitals.service.crash;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Clients at work, each over a connection of its own. */
final class Load implements AutoCloseable {
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicInteger underWay = new AtomicInteger();
  private final ExecutorService threads;
  private final List<Future<?>> clients = new ArrayList<>();

  Load(int number, Supplier<URI> target, Ledger ledger, AtomicLong users) {
    threads = Executors.newFixedThreadPool(number);
    for (int i = 0; i < number; i++) {
      boolean patient = i % 3 == 0;
      Client client = new Client(new Mix(users, i), patient, target, ledger, underWay, stopped);
      clients.add(threads.submit(client));
    }
  }

  /** Requests sent and not answered at this moment. */
  int underWay() {
    return underWay.get();
  }

  /** Returns when the last request was answered; the ledger is complete then. */
  void stop() throws Exception {
    stopped.countDown();
    for (Future<?> client : clients) {
      client.get(90, TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() {
    stopped.countDown();
    threads.shutdownNow();
  }
}
