package dev.vitals.simulator.ingest;

import dev.vitals.simulator.http.Outcome;
import dev.vitals.simulator.http.Pause;
import dev.vitals.simulator.http.RetryingClient;
import dev.vitals.simulator.http.Traffic;
import dev.vitals.simulator.http.VitalsApi;
import dev.vitals.simulator.sync.Sync;
import dev.vitals.simulator.sync.SyncFeed;
import dev.vitals.simulator.wearable.Chance;
import dev.vitals.simulator.wearable.Fleet;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * One connection's work: takes syncs, sends what they hold, and tells what became of it. One batch
 * at a time, so as many are in memory as there are senders.
 *
 * @param fill whether to wait for more syncs until a batch is full; else what is due is sent
 * @param repeatShare of the requests that are sent again after they were acknowledged
 */
public record Sender(
    SyncFeed feed,
    Fleet fleet,
    int batchSize,
    boolean fill,
    double repeatShare,
    RateLimit rate,
    Pause pause,
    VitalsApi api,
    RetryingClient client,
    Traffic traffic,
    Delivery delivery,
    Acknowledgements acknowledgements)
    implements Callable<Boolean> {

  /**
   * @return false if the service was gone for longer than is worth waiting
   */
  @Override
  public Boolean call() throws IOException, InterruptedException {
    while (true) {
      Batch batch = next();
      if (batch.syncs().isEmpty()) {
        return true;
      }
      boolean isThere = batch.records() == 0 || deliver(batch);
      delivery.doneWith(batch);
      if (!isThere) {
        return false;
      }
    }
  }

  private Batch next() throws IOException, InterruptedException {
    BatchWriter writer = new BatchWriter(fleet, batchSize);
    do {
      List<Sync> due = feed.take(batchSize - writer.records());
      due.forEach(writer::add);
      if (due.isEmpty()) {
        break;
      }
    } while (fill && writer.records() < batchSize);
    return writer.build();
  }

  private boolean deliver(Batch batch) throws InterruptedException {
    HttpRequest request = api.ingest(batch.json());
    Outcome outcome = send(batch, request, false);
    if (outcome instanceof Outcome.Answered answer && answer.isOk()) {
      batch.syncs().forEach(acknowledgements::acknowledged);
      if (isRepeated(batch)) {
        send(batch, request, true);
      }
    } else if (outcome instanceof Outcome.GivenUp failure) {
      batch.syncs().forEach(acknowledgements::unknown);
      return failure.answered();
    }
    return true;
  }

  private Outcome send(Batch batch, HttpRequest request, boolean repeat)
      throws InterruptedException {
    long now = System.nanoTime();
    long due = rate.due(batch.records(), now);
    if (due > now) {
      pause.last(Duration.ofNanos(due - now));
    }
    Outcome outcome = client.send(request, traffic, due);
    delivery.ended(batch, repeat, outcome);
    return outcome;
  }

  private boolean isRepeated(Batch batch) {
    Sync first = batch.syncs().get(0);
    return Chance.of(fleet.seed())
        .with("repeat")
        .with(first.userId())
        .with(first.from())
        .happens(repeatShare);
  }
}
