package dev.vitals.bench.code;

import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.timescale.ingest.CopyRows;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.infra.Blackhole;

/** An operation is a row of a batch of ten thousand. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CopyRowsBenchmark {
  private static final int ROWS = 10_000;

  private final SampleBatch batch = Batches.ascending(ROWS, 1);

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void encode(Blackhole sink) {
    CopyRows rows = new CopyRows(batch);
    while (rows.next() > 0) {
      sink.consume(rows.buffer());
    }
  }
}
