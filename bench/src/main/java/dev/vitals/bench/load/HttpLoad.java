package dev.vitals.bench.load;

import dev.vitals.bench.rig.CpuMeter;
import java.time.Duration;
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
public record HttpLoad(
    int port,
    int connections,
    IntFunction<Traffic> traffic,
    double requestsPerSecond,
    int repeatEvery,
    LongAdder acknowledged) {
  public static HttpLoad of(int port, int connections, IntFunction<Traffic> traffic) {
    return new HttpLoad(port, connections, traffic, 0, 0, new LongAdder());
  }

  public HttpLoad atRate(double perSecond) {
    return new HttpLoad(port, connections, traffic, perSecond, repeatEvery, acknowledged);
  }

  public HttpLoad repeatingOneIn(int requests) {
    return new HttpLoad(port, connections, traffic, requestsPerSecond, requests, acknowledged);
  }

  public Outcome run(Duration length, CpuMeter meter) throws Exception {
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
