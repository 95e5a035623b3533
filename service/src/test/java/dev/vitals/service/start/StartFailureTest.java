package dev.vitals.service.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import liquibase.exception.LiquibaseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartFailureTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "58P01 | could not access file \"$libdir/timescaledb-2.26.3\": No such file or directory",
        "XX000 | extension \"timescaledb\" version mismatch: shared library version 2.29.2",
      })
  void aTimescaleThatDoesNotGoWithTheDatabaseIsNoMatterOfMigrating(String state, String message) {
    assertThat(line(new LiquibaseException(new SQLException("ERROR: " + message, state))))
        .startsWith("vitals: the database says: ERROR: " + message)
        .contains("\"alter extension timescaledb update\"", "docs/operations.md")
        .doesNotContain("migrate");
  }

  @Test
  void aTableThatIsMissingIsAMatterOfMigrating() {
    assertThat(line(new SQLException("ERROR: relation \"health_metrics\" does not exist", "42P01")))
        .endsWith(": bring its schema up to date with \"./vitals db migrate config.yml\"");
  }

  @Test
  void anotherFileThatIsGoneIsNotTimescales() {
    assertThat(line(new SQLException("ERROR: could not open file \"base/1/2\"", "58P01")))
        .isEqualTo("vitals: the database says: ERROR: could not open file \"base/1/2\"");
  }

  private static String line(Throwable thrown) {
    StringWriter out = new StringWriter();
    StartFailure.of(thrown).print(new PrintWriter(out));
    assertThat(out.toString().lines()).hasSize(1);
    return out.toString().strip();
  }
}
