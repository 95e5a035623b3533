package dev.vitals.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The database's files. Once they are in place they are complete: roles, database and all. */
final class Cluster {
  static final String ROLE = "vitals";
  static final String DATABASE = "vitals";

  /**
   * Where the kernel has set some aside but lets us have none, as a container's limit does, the
   * first touch of one ends the process with a bus error.
   */
  static final String HUGE_PAGES = "huge_pages=off";

  /** For the operator, with the same password. */
  private static final String SUPERUSER = "postgres";

  /**
   * What initdb says to a user who is not in /etc/passwd, as in a container run with any number.
   * The server itself does not mind, so such a user may well start what another has made.
   */
  private static final String NAMELESS = "could not look up effective user ID";

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private Cluster() {}

  static void createIfAbsent(DataDirectory directory, Commands commands, String password)
      throws IOException {
    if (!Files.exists(directory.cluster())) {
      Path fresh = directory.temporary();
      initialize(fresh, directory, commands);
      createDatabase(fresh, commands, password);
      directory.publish(fresh, directory.cluster());
    }
  }

  /**
   * @throws EmbeddedPostgresException another major version made the files
   */
  static void checkVersion(DataDirectory directory, Binaries binaries) throws IOException {
    Path file = directory.cluster().resolve("PG_VERSION");
    if (Files.exists(directory.cluster())) {
      String found = Files.readString(file).strip();
      if (!found.equals(binaries.majorVersion())) {
        throw new EmbeddedPostgresException(
            "%1$s was made by PostgreSQL %2$s and this is %3$s: move it with pg_dump of PostgreSQL %2$s, or choose another directory"
                .formatted(directory.cluster(), found, binaries.majorVersion()));
      }
    }
  }

  /** The builtin locale sorts alike everywhere, so the directory may move between machines. */
  private static void initialize(Path fresh, DataDirectory directory, Commands commands)
      throws IOException {
    check(
        commands.run(
            LIMIT,
            "initdb",
            "--pgdata=" + fresh,
            "--username=" + SUPERUSER,
            "--pwfile=" + directory.passwordFile(),
            "--auth=scram-sha-256",
            "--set=" + HUGE_PAGES,
            "--data-checksums",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8"));
  }

  /**
   * The service's role owns its database and nothing else, so that a hole in the service does not
   * let SQL read files or run programs, as it may for a superuser. Done before the files are in
   * place, by the single-user server (there is no psql): no later start has to look.
   */
  private static void createDatabase(Path fresh, Commands commands, String password)
      throws IOException {
    String sql =
        """
        create role %1$s login password '%3$s'
        create database %2$s owner %1$s
        """
            .formatted(ROLE, DATABASE, password);
    check(
        commands.run(
            sql,
            LIMIT,
            "postgres",
            "--single",
            "-D",
            fresh.toString(),
            "-c",
            "exit_on_error=on",
            "postgres"));
  }

  private static void check(Commands.Outcome outcome) {
    if (!outcome.ok()) {
      if (outcome.output().contains(NAMELESS)) {
        throw new EmbeddedPostgresException(
            "cannot create the database: this user has no name here (/etc/passwd), and PostgreSQL"
                + " needs one: "
                + Privileges.ADVICE);
      }
      throw new EmbeddedPostgresException("cannot create the database: " + outcome.reason());
    }
  }
}
