package dev.vitals.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandsTest {
  @Test
  void theReasonIsTheLastFatalLineNotTheGoodbye() {
    assertThat(
            Commands.Outcome.reason(
                """
                LOG:  could not bind IPv4 address "127.0.0.1": Address already in use
                FATAL:  could not create any TCP/IP sockets
                LOG:  database system is shut down
                """))
        .isEqualTo("FATAL:  could not create any TCP/IP sockets");
    assertThat(Commands.Outcome.reason("sh: 1: exec: postgres: not found\n"))
        .isEqualTo("sh: 1: exec: postgres: not found");
    assertThat(Commands.Outcome.reason("")).isEqualTo("it left no message");
  }

  @Test
  void aToolsErrorIsTheReasonNotItsTidyingUp() {
    assertThat(
            Commands.Outcome.reason(
                """
                FATAL:  could not write to file "pg_wal/xlogtemp.7": No space left on device
                child process exited with exit code 1
                initdb: removing contents of data directory "tmp-1"
                """))
        .contains("No space left on device");
    assertThat(
            Commands.Outcome.reason(
                """
                initdb: could not look up effective user ID 12345: user does not exist
                """))
        .contains("user does not exist");
  }

  /** As where huge pages are there and none may be had. */
  @Test
  void aSignalIsTheReasonNotTheTidyingUp() {
    assertThat(
            Commands.Outcome.reason(
                """
                running bootstrap script ... Bus error (core dumped)
                child process was terminated by signal 7: Bus error
                initdb: removing contents of data directory "tmp-1"
                """))
        .isEqualTo("child process was terminated by signal 7: Bus error");
  }

  @Test
  void aGoodbyeIsNoReasonEvenWhereThereIsNoBetter() {
    assertThat(
            Commands.Outcome.reason(
                """
                child process exited with exit code 135
                initdb: removing data directory "tmp-1"
                """))
        .isEqualTo("child process exited with exit code 135");
    assertThat(
            Commands.Outcome.reason(
                """
                pg_ctl: could not start server
                Examine the log output.
                """))
        .isEqualTo("pg_ctl: could not start server");
  }
}
