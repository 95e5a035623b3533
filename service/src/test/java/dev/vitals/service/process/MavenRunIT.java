package dev.vitals.service.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build ends with, around a Maven that only writes what its plugins would. */
class MavenRunIT {
  private static final String REPORTS = "adapters/rest/target/failsafe-reports/";

  @TempDir Path home;

  @BeforeEach
  void copyTheScriptAndWriteReportsOfAnEarlierRun() throws Exception {
    Files.createDirectories(home.resolve(".mvn"));
    Files.copy(Path.of("../.mvn/run"), home.resolve(".mvn/run"));
    Files.createDirectories(home.resolve(REPORTS));
    Files.writeString(
        home.resolve(REPORTS + "dev.vitals.OldIT.txt"),
        "dev.vitals.OldIT.passesByNow -- Time elapsed: 1 s <<< FAILURE!\n");
  }

  @Test
  void aRunThatFailedEndsWithTheTestsThatDid() throws Exception {
    maven(
        """
        cat >%sdev.vitals.NewIT.txt <<'END'
        Tests run: 2, Failures: 1, Errors: 1, Time elapsed: 2 s <<< FAILURE! -- in dev.vitals.NewIT
        dev.vitals.NewIT.fails -- Time elapsed: 0.1 s <<< FAILURE!
        java.lang.AssertionError: no
        dev.vitals.NewIT.breaks(String)[2] -- Time elapsed: 0.1 s <<< ERROR!
        END
        echo 'NOT TESTED: TimescaleDB.' >%sdev.vitals.NewIT-output.txt
        echo "$1: BUILD FAILURE"
        exit 3
        """
            .replace("%s", REPORTS));

    assertThat(run(3))
        .containsExactly(
            "verify: BUILD FAILURE",
            "NOT TESTED: TimescaleDB.",
            "FAILED: dev.vitals.NewIT.breaks(String)[2]",
            "FAILED: dev.vitals.NewIT.fails");
  }

  @Test
  void aRunThatWentWellSaysWhatWasNotTested() throws Exception {
    maven("echo 'NOT TESTED: TimescaleDB.' >" + REPORTS + "dev.vitals.NewIT-output.txt\n");
    assertThat(run(0)).containsExactly("NOT TESTED: TimescaleDB.");
  }

  @Test
  void thatIsWhatTheWrapperRuns() throws Exception {
    assertThat(Path.of("../mvnw"))
        .content()
        .contains("exec \"$(dirname -- \"$0\")/.mvn/run\" \"$MAVEN_HOME/bin/$MVN_CMD\" \"$@\"");
  }

  private void maven(String script) throws Exception {
    Path maven = Files.writeString(home.resolve("mvn"), "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> run(int exit) throws Exception {
    Path output = home.resolve("output");
    Process process =
        new ProcessBuilder(".mvn/run", "./mvn", "verify")
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("it ended").isTrue();
    assertThat(process.exitValue()).isEqualTo(exit);
    return Files.readAllLines(output);
  }
}
