package dev.vitals.rest.ingest;

import dev.vitals.application.ingest.Admission;
import dev.vitals.application.ingest.GroupCommit;
import dev.vitals.application.ingest.IngestMeter;
import dev.vitals.application.ingest.IngestSamples;
import dev.vitals.application.user.IdentifyUsers;
import dev.vitals.application.user.UserDirectory;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.domain.user.UserId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** An operation is a record. In this package, for what it measures is nobody else's. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ParsingBenchmark {
  private static final int RECORDS = 10_000;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final TimeRange ACCEPTED =
      new TimeRange(START.minusSeconds(1), START.plusSeconds(RECORDS));

  private final GroupCommit commits = new GroupCommit(batches -> List.of());
  private final IdentifyUsers users = new IdentifyUsers(new NoNames());
  private final IngestSamples ingest =
      new IngestSamples(
          users, commits, 2 * RECORDS, Instant::now, Duration.ofDays(1), IngestMeter.NONE);
  private final SampleBodyReader reader =
      new SampleBodyReader(MetricCatalogue.SHIPPED, name -> UserId.NOBODY);
  private final byte[] one = body("[", ",", "]", 1, Integer::toString);
  private final byte[] array = body("[", ",", "]", RECORDS, Integer::toString);
  private final byte[] lines = body("", "\n", "\n", RECORDS, Integer::toString);
  private final byte[] named = body("[", ",", "]", RECORDS, ParsingBenchmark::uuid);

  private static byte[] body(
      String start, String between, String end, int records, IntFunction<String> user) {
    return IntStream.range(0, records)
        .mapToObj(row -> record(row, user.apply(1_000_000 + row / 10)))
        .collect(Collectors.joining(between, start, end))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String uuid(int user) {
    return "\"00000000-0000-4000-8000-0000%08d\"".formatted(user);
  }

  private static String record(int row, String user) {
    return "{\"user_id\":%s,\"timestamp\":\"%s\",\"heart_rate\":%d,\"steps\":%d,\"calories\":%d.25}"
        .formatted(user, START.plusSeconds(row), 60 + row % 40, row % 100, row % 9);
  }

  /** As a request of its own. */
  @Benchmark
  public ReadSamples one() throws IOException {
    return read(one, SampleFormat.ARRAY);
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public ReadSamples array() throws IOException {
    return read(array, SampleFormat.ARRAY);
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public ReadSamples lines() throws IOException {
    return read(lines, SampleFormat.LINES);
  }

  /** Of users with names, each of ten records on end. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public ReadSamples named() throws IOException {
    return read(named, SampleFormat.ARRAY);
  }

  private ReadSamples read(byte[] body, SampleFormat format) throws IOException {
    try (Admission admission = ingest.admit()) {
      return reader.read(
          new ByteArrayInputStream(body), format, Handling.STRICT, ACCEPTED, admission);
    }
  }

  /** Nothing is committed here, nor looked up; the threads wait and are daemons. */
  @TearDown
  public void endThreads() {
    commits.close();
    users.close();
  }

  private static final class NoNames implements UserDirectory {
    @Override
    public long remembered(String name) {
      return UserId.NOBODY;
    }

    @Override
    public Map<String, Long> find(Collection<String> names) {
      return Map.of();
    }

    @Override
    public Map<String, Long> findOrAdd(Collection<String> names) {
      return Map.of();
    }
  }
}
