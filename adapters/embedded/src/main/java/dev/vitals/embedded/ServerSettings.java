package dev.vitals.embedded;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the promises of the service need of PostgreSQL. Given on the command line, which neither an
 * edited {@code postgresql.conf} nor {@code alter system} overrides; everything else is theirs.
 */
final class ServerSettings {
  private ServerSettings() {}

  /** None may hold a blank or a quote: pg_ctl passes them through a shell. */
  static String commandLine(int port) {
    return Stream.of(
            // Acknowledged means committed, means on disk.
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",

            // Of this machine only, by password only. A socket would need a directory whose path
            // fits into 107 bytes, and the driver does not speak to it.
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "port=" + port,
            "password_encryption=scram-sha-256",

            // These are people's readings, and no log is the place for them. An error's own text
            // may hold one ("99999" is out of range), so errors of statements go to the client
            // alone.
            "log_min_messages=log",
            "log_min_error_statement=panic",
            "log_error_verbosity=terse",
            "log_statement=none",
            "log_min_duration_statement=-1",
            "log_parameter_max_length=0",
            "log_parameter_max_length_on_error=0",
            // ServerLog bounds the one file there is.
            "log_destination=stderr",
            "logging_collector=off",

            // Nothing in /dev/shm: systemd deletes there what belongs to a user who logs out
            // (RemoveIPC), and then no connection can be opened any more. Most of it comes from
            // memory the server has anyway; as a file the system would write it to disk.
            "dynamic_shared_memory_type=mmap",
            "min_dynamic_shared_memory=8MB",
            // The same as for initdb.
            Cluster.HUGE_PAGES,

            // A newcomer's laptop: little memory of its own, the rest is the system's page cache.
            "shared_buffers=128MB",
            "max_connections=50",
            // Fewer checkpoints, so fewer full pages in the WAL, while much is ingested. Costs
            // disk, and some seconds of recovery.
            "max_wal_size=2GB",
            // Our queries take milliseconds, compiling them takes longer.
            "jit=off")
        .collect(Collectors.joining(" -c ", "-c ", ""));
  }
}
