package dev.vitals.bench.code;

import dev.vitals.domain.sample.BatchGroup;
import dev.vitals.domain.sample.SampleBatch;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
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
import org.openjdk.jmh.annotations.Warmup;

/** An operation is a record of a batch of ten thousand. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CollapsingBenchmark {
  private static final int RECORDS = 10_000;
  private static final int REQUESTS = 8;

  private final SampleBatch shuffled = Batches.shuffled(RECORDS);

  /** The users of one before those of the next, as they seldom come. */
  private final List<SampleBatch> inOrder = requests(request -> request * RECORDS);

  private final List<SampleBatch> outOfOrder = requests(request -> request * 5 % 8 * RECORDS);

  /** Most of whose keys are in several of them. */
  private final List<SampleBatch> overlapping = requests(request -> request * 10);

  private static List<SampleBatch> requests(IntUnaryOperator firstUser) {
    return IntStream.range(0, REQUESTS)
        .mapToObj(
            request -> Batches.ascending(RECORDS / REQUESTS, 1 + firstUser.applyAsInt(request)))
        .toList();
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public SampleBatch shuffled() {
    return shuffled.collapsed();
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public BatchGroup requestsInOrder() {
    return new BatchGroup(inOrder);
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public BatchGroup requestsOutOfOrder() {
    return new BatchGroup(outOfOrder);
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public BatchGroup requestsThatOverlap() {
    return new BatchGroup(overlapping);
  }
}
