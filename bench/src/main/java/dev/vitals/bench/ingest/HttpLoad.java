package dev.vitals.bench.ingest;

import dev.vitals.bench.rig.CpuMeter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What a service is loaded with.
 *
 * @param traffic of each connection
 * @param requestsPerSecond over all connections; 0 for as many as are answered
 * @param repeatEvery after so many requests a connection sends one of before once more; 0 for never
 * @param acknowledged requests, for whoever looks meanwhile
 */
record HttpLoad(
    int port,
    int connections,
    IntFunction<Traffic> traffic,
    double requestsPerSecond,
    int repeatEvery,
    LongAdder acknowledged) {
  /** Before now: from where the samples ascend. */
  static final Duration START = Duration.ofHours(2);

  static HttpLoad of(int port, int connections, IntFunction<Traffic> traffic) {
    return new HttpLoad(port, connections, traffic, 0, 0, new LongAdder());
  }

  static HttpLoad of(int port, Shape shape, Late late) {
    return of(
        port,
        shape.connections(),
        connection -> BatchTraffic.of(devices(connection, shape.records()), late));
  }

  static Devices devices(int connection, int records) {
    return new Devices(connection, Instant.now().minus(START), records);
  }

  HttpLoad atRate(double perSecond) {
    return new HttpLoad(port, connections, traffic, perSecond, repeatEvery, acknowledged);
  }

  HttpLoad repeatingOneIn(int requests) {
    return new HttpLoad(port, connections, traffic, requestsPerSecond, requests, acknowledged);
  }

  Outcome run(Duration length, CpuMeter meter) throws Exception {
    // Before the window: bodies of megabytes take a while to lay out.
    List<Traffic> all = IntStream.range(0, connections).mapToObj(traffic).toList();
    Window window = Window.fromNow(length);
    return Outcome.of(
        window,
        meter,
        IntStream.range(0, connections)
            .mapToObj(
                connection ->
                    new Sender(
                        port,
                        all.get(connection),
                        pace(connection),
                        repeats(connection),
                        window,
                        acknowledged))
            .toList());
  }

  private Repeats repeats(int connection) {
    return repeatEvery == 0 ? Repeats.none() : Repeats.oneIn(repeatEvery, connection, connections);
  }

  private Pace pace(int connection) {
    return requestsPerSecond == 0
        ? Pace.asFastAsAnswered()
        : Pace.of(requestsPerSecond, connection, connections);
  }
}
