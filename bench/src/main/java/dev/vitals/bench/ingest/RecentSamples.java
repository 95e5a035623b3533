package dev.vitals.bench.ingest;

import dev.vitals.bench.load.Traffic;

/** What devices send as it comes, for benches of something else. */
public final class RecentSamples {
  private RecentSamples() {}

  /** A record a request, of one connection. */
  public static Traffic oneEach(int connection) {
    return BatchTraffic.of(Devices.recent(connection, 1), Late.NONE);
  }
}
