package dev.vitals.rest;

import dev.vitals.rest.request.RequestMeter;
import dev.vitals.rest.request.Route;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** Keeps what was measured, as {@code METHOD route status}. */
public final class AnswersSeen implements RequestMeter {
  private final List<String> answers = new CopyOnWriteArrayList<>();
  private volatile long longestNanos;

  void reset() {
    answers.clear();
    longestNanos = 0;
  }

  @Override
  public void answered(Route route, String method, int status, long nanos) {
    longestNanos = Math.max(longestNanos, nanos);
    answers.add(method + " " + route.label() + " " + status);
  }

  /** A client has its answer before it is measured. */
  public List<String> await(int count) {
    Awaitility.await().until(() -> answers.size() >= count);
    return answers;
  }

  public long longestNanos() {
    return longestNanos;
  }
}
