package dev.vitals.embedded;

import static org.awaitility.Awaitility.await;

import org.awaitility.core.ConditionFactory;

/** How long a test waits: as long as what it waits for may take, on a machine with much to do. */
final class Patience {
  private Patience() {}

  static ConditionFactory patiently() {
    return await().atMost(Server.START_LIMIT);
  }
}
