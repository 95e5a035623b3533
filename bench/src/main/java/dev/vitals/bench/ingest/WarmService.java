package dev.vitals.bench.ingest;

import static dev.vitals.bench.rig.Output.print;

import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.bench.rig.CpuMeter;
import dev.vitals.bench.rig.Service;
import java.nio.file.Path;
import java.time.Duration;

/** A service that has compiled what it needs. */
final class WarmService {
  /** The largest max_wal_size of the databases measured, and half as much. */
  private static final long WAL_BYTES = 3L << 30;

  private static final int MOST_WAL_ROUNDS = 15;

  private WarmService() {}

  /**
   * On a database whose rollups are filled up to the watermark, as they are when a service has run
   * for a while.
   */
  static Service start(BenchDatabase database, Duration warmUp, String... jvmOptions)
      throws Exception {
    return start(database, Service.HOME, warmUp, jvmOptions);
  }

  /**
   * @param home of another one that is built
   */
  static Service start(BenchDatabase database, Path home, Duration warmUp, String... jvmOptions)
      throws Exception {
    database.maintenance().refresh();
    print("database: %s", database.maintenance().status().database().describe());
    Service service = Service.start(database, home, Service.SETTLE_EVERY, jvmOptions);
    try {
      warmUp(service, database, warmUp);
      return service;
    } catch (Exception e) {
      service.close();
      throw e;
    }
  }

  /**
   * Writes until the write-ahead log goes into files that are there already, as where a service has
   * run for a while: whoever needs a new one waits until it is filled with zeros.
   */
  static void wrapWal(Service service, BenchDatabase database) throws Exception {
    CpuMeter meter = CpuMeter.of(service, database);
    SamplesTable table = new SamplesTable(database);
    long enough = database.walPosition() + WAL_BYTES;
    for (int round = 0; round < MOST_WAL_ROUNDS && database.walPosition() < enough; round++) {
      Shape.of("10000@8").load(service.port(), Late.NONE).run(Duration.ofSeconds(4), meter);
      table.empty();
    }
  }

  /** A commit after the other for most of the time, then large bodies. */
  private static void warmUp(Service service, BenchDatabase database, Duration length)
      throws Exception {
    CpuMeter meter = CpuMeter.of(service, database);
    SamplesTable table = new SamplesTable(database);
    Shape.of("1@8").load(service.port(), Late.NONE).run(length, meter);
    table.empty();
    Shape.of("1000@8").load(service.port(), Late.NONE).run(length.dividedBy(2), meter);
    table.empty();
  }
}
