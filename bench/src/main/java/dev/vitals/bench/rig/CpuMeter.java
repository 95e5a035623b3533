package dev.vitals.bench.rig;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads Linux's counters of CPU time (proc(5)). The JDK tells that of a process too, but not of its
 * children that have ended, as PostgreSQL's workers do all the time.
 */
public final class CpuMeter {
  private static final Path PROC = Path.of("/proc");

  /** USER_HZ, which is 100 wherever Java runs on Linux. */
  private static final double TICKS_A_SECOND = 100;

  private static final long NONE = -1;

  /** Of a server that is its own database. */
  private static final long NOT_NEEDED = 0;

  private final long servicePid;
  private final long postmasterPid;

  private CpuMeter(long servicePid, long postmasterPid) {
    this.servicePid = servicePid;
    this.postmasterPid = postmasterPid;
  }

  public static CpuMeter of(Service service, BenchDatabase database) {
    return new CpuMeter(service.pid(), postmaster(database));
  }

  /** Of a server that is one process, database and all. */
  public static CpuMeter ofOneProcess(long pid) {
    return new CpuMeter(pid, NOT_NEEDED);
  }

  /** The parent of any server process, if that one is of this machine. */
  private static long postmaster(BenchDatabase database) {
    // The process ends with its connection.
    return database
        .jdbi()
        .withHandle(
            handle ->
                parentNamedPostgres(
                    handle.createQuery("select pg_backend_pid()").mapTo(Long.class).one()));
  }

  private static long parentNamedPostgres(long pid) {
    try {
      long parent = Long.parseLong(stat(pid)[1]);
      String name = Files.readString(PROC.resolve(parent + "/comm")).strip();
      return name.equals("postgres") ? parent : NONE;
    } catch (IOException e) {
      return NONE;
    }
  }

  public CpuSeconds read() {
    return new CpuSeconds(
        seconds(servicePid), database(), seconds(ProcessHandle.current().pid()), machine());
  }

  private static double seconds(long pid) {
    try {
      String[] process = stat(pid);
      return (ticks(process, 11) + ticks(process, 12)) / TICKS_A_SECOND;
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  /** The postmaster, its children that have ended, and those that have not. */
  private double database() {
    if (postmasterPid == NOT_NEEDED) {
      return 0;
    }
    try {
      long ended;
      long ticks;
      do {
        // Until no child was taken for neither, or for both.
        ended = endedChildren();
        String[] postmaster = stat(postmasterPid);
        ticks = ended + ticks(postmaster, 11) + ticks(postmaster, 12) + children();
      } while (ended != endedChildren());
      return ticks / TICKS_A_SECOND;
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  private long endedChildren() throws IOException {
    String[] postmaster = stat(postmasterPid);
    return ticks(postmaster, 13) + ticks(postmaster, 14);
  }

  private long children() throws IOException {
    String parent = Long.toString(postmasterPid);
    long ticks = 0;
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        ticks += ticksIfChildOf(parent, process);
      }
    }
    return ticks;
  }

  private static long ticksIfChildOf(String parent, Path process) {
    try {
      String[] fields = stat(Long.parseLong(process.getFileName().toString()));
      return fields[1].equals(parent) ? ticks(fields, 11) + ticks(fields, 12) : 0;
    } catch (IOException e) {
      return 0; // it has just ended
    }
  }

  /** All but what was idle: the kernel samples who is busy, and measures idleness. */
  private static double machine() {
    try {
      String[] all = Files.readAllLines(PROC.resolve("stat")).get(0).split(" +");
      // Behind the name: user, nice, system, idle, iowait.
      double idle = (ticks(all, 4) + ticks(all, 5)) / TICKS_A_SECOND;
      return System.nanoTime() / 1e9 * Runtime.getRuntime().availableProcessors() - idle;
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  private static long ticks(String[] fields, int index) {
    return Long.parseLong(fields[index]);
  }

  /** From the third field (the state) on: the second, a name, may hold blanks. */
  private static String[] stat(long pid) throws IOException {
    String line = Files.readString(PROC.resolve(pid + "/stat"));
    return line.substring(line.lastIndexOf(')') + 2).split(" ");
  }
}
