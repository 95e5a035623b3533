package dev.vitals.rest.ingest;

import dev.vitals.application.ingest.QueueFullException;
import dev.vitals.rest.memory.OldestGivesWay;
import dev.vitals.rest.request.RequestId;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body as it arrives. No thread waits for it: a phone in a tunnel holds what it has sent,
 * and nothing else. The time for all of it is limited, for a client can send a byte now and then
 * for ever, and also bytes that are no data.
 */
final class ArrivingBody {
  /** Whoever wants the body; told once. */
  interface Reader {
    void complete(BodyBuffer body);

    /**
     * It will not be complete.
     *
     * @param failure an IOException for what the client did, or what the buffer threw
     */
    void failed(Throwable failure);
  }

  private final Request request;
  private final BodyBuffer buffer;
  private final Duration timeout;
  private final OldestGivesWay<ArrivingBody> awaited;
  private final Reader reader;
  private Scheduler.@Nullable Task deadline;

  /** Whether its client may still send, with nobody here to read it now. */
  private boolean isAwaited;

  private @Nullable IOException end;

  private ArrivingBody(
      Request request,
      BodyBuffer buffer,
      Duration timeout,
      OldestGivesWay<ArrivingBody> awaited,
      Reader reader) {
    this.request = request;
    this.buffer = buffer;
    this.timeout = timeout;
    this.awaited = awaited;
    this.reader = reader;
  }

  /** Returns when all is read that is there by now. */
  static void read(
      Request request,
      BodyBuffer buffer,
      Duration timeout,
      OldestGivesWay<ArrivingBody> awaited,
      Reader reader) {
    new ArrivingBody(request, buffer, timeout, awaited, reader).readOn();
  }

  private void readOn() {
    Throwable failure = null;
    try {
      if (!isAllReadOrAwaited()) {
        giveUpOldest();
        return;
      }
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
    if (deadline != null) {
      deadline.cancel();
    }
    if (failure == null) {
      reader.complete(buffer);
    } else {
      reader.failed(failure);
    }
  }

  /** False if more of it is awaited. Not beside the deadline: Jetty's connection has no lock. */
  private synchronized boolean isAllReadOrAwaited() throws IOException {
    if (isAwaited) {
      isAwaited = false;
      awaited.remove(this);
    }
    if (end != null) {
      throw end;
    }
    boolean isAllRead = isAllRead();
    if (!isAllRead) {
      awaitMore();
    }
    return isAllRead;
  }

  /** False if it has not all arrived. */
  private boolean isAllRead() throws IOException {
    for (Content.Chunk chunk = request.read(); chunk != null; chunk = request.read()) {
      if (Content.Chunk.isFailure(chunk)) {
        throw new IOException("the body cannot be read", chunk.getFailure());
      }
      try {
        buffer.append(chunk.getByteBuffer());
      } finally {
        chunk.release();
      }
      if (chunk.isLast()) {
        return true;
      }
    }
    return false;
  }

  private void awaitMore() {
    // Nearly every body is there whole, and pays for no deadline.
    if (deadline == null) {
      deadline =
          request
              .getComponents()
              .getScheduler()
              .schedule(
                  () -> end(new TimeoutException("the body did not arrive in time")),
                  timeout.toMillis(),
                  TimeUnit.MILLISECONDS);
    }
    isAwaited = true;
    awaited.add(this, buffer.capacity());
    // To another thread, for this one may have it at once, and holds the lock.
    Executor threads = request.getComponents().getExecutor();
    request.demand(
        Invocable.from(
            InvocationType.NON_BLOCKING,
            () -> threads.execute(() -> RequestId.during(request, this::readOn))));
  }

  /** What has sent nothing for longest, where there is no room for all that wait. */
  private void giveUpOldest() {
    for (ArrivingBody oldest = awaited.takeIfTooMuch();
        oldest != null;
        oldest = awaited.takeIfTooMuch()) {
      oldest.end(new QueueFullException());
    }
  }

  private synchronized void end(Exception why) {
    end = new IOException("the body is not waited for any more", why);
    if (isAwaited) {
      request.fail(end);
    }
  }
}
