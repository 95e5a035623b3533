package dev.vitals.rest.ingest;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Ends the reading of a body that has not arrived in time, even while a read waits. Looking at the
 * clock after each read is not enough: a client can send bytes for ever that are no data, such as
 * chunk extensions or trailers, and no read returns.
 */
final class BodyDeadline {
  private final Scheduler.Task task;

  private BodyDeadline(Scheduler.Task task) {
    this.task = task;
  }

  /** From now on; a read that waits at its end, and every later one, throws. */
  static BodyDeadline start(HttpServletRequest servletRequest, Duration timeout) {
    Request request = ServletContextRequest.getServletContextRequest(servletRequest);
    return new BodyDeadline(
        request
            .getComponents()
            .getScheduler()
            .schedule(
                () -> request.fail(new TimeoutException("the body did not arrive in time")),
                timeout.toMillis(),
                TimeUnit.MILLISECONDS));
  }

  void cancel() {
    task.cancel();
  }
}
