package dev.vitals.timescale.protocol;

import dev.vitals.timescale.ingest.WriteMeter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a store did, in order. */
final class CountedWrites implements WriteMeter {
  private final List<String> events = new CopyOnWriteArrayList<>();

  List<String> events() {
    return events;
  }

  @Override
  public void copied() {
    events.add("copied");
  }

  @Override
  public void merged() {
    events.add("merged");
  }

  @Override
  public void collided() {
    events.add("collided");
  }

  @Override
  public void retried() {
    events.add("retried");
  }
}
