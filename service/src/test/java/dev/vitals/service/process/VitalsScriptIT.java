package dev.vitals.service.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script alone, between a Maven that only counts its calls and a Java that only echoes. */
class VitalsScriptIT {
  private static final Path SCRIPT = Path.of("../vitals");
  private static final String LIBRARY = "service/target/lib/library.jar";
  private static final String SOURCE = "domain/src/main/java/Sample.java";

  /** As Maven, it leaves a library that is there as it is. */
  private static final String MVNW =
      """
      #!/bin/sh
      echo "$*" >>builds
      echo '[INFO] Scanning for projects...'
      echo '[INFO] Building Vitals domain 0.1.0-SNAPSHOT                       [2/8]'
      echo '[WARNING] nobody has to know'
      for i in $(seq 60); do echo "[INFO] Downloaded from central: https://x/$i.jar (5 B)"; done
      if [ -f broken ]; then echo 'ERROR: it does not compile'; exit 3; fi
      mkdir -p service/target/lib
      cat domain/src/main/java/*.java >service/target/vitals.jar
      [ -f service/target/lib/library.jar ] || echo library >service/target/lib/library.jar
      """;

  private static final String JAVA =
      """
      #!/bin/sh
      if [ "$1" = -version ]; then echo 'openjdk version "%s" 2025-04-15' >&2; exit; fi
      if [ "$1" = --list-modules ]; then echo java.base@17.0.15; %s exit; fi
      for argument; do echo "$argument"; done
      """;

  private static final String COMPILER = "echo jdk.compiler@17.0.15;";

  @TempDir Path temp;

  private Path home;
  private Path javaHome;

  private record Run(int exit, String output, List<String> errors) {}

  @BeforeEach
  void copyTheScriptAndWhatItLooksAt() throws IOException {
    // Real, as the script tells it: on macOS the temporary directory is reached by a link.
    home = Files.createDirectory(temp.resolve("my vitals")).toRealPath();
    Files.copy(SCRIPT, home.resolve("vitals"));
    write("pom.xml", "<project/>");
    write(".mvn/wrapper/maven-wrapper.properties", "wrapperVersion=3");
    write(SOURCE, "record Sample() {}");
    write("domain/src/main/java/it's one.java", "record One() {}");
    write("domain/src/test/java/SampleTest.java", "class SampleTest {}");
    write("application/src/main/java/Ingest.java", "class Ingest {}");
    write("adapters/rest/src/main/java/Rest.java", "class Rest {}");
    write("simulator/src/main/java/Fleet.java", "class Fleet {}");
    write("service/src/main/java/Main.java", "class Main {}");
    executable(home.resolve("mvnw"), MVNW);
    javaHome = home.resolve("a jdk");
    executable(javaHome.resolve("bin/java"), JAVA.formatted("17.0.15", COMPILER));
  }

  @Test
  void itBuildsTheFirstTimeAndNotTheSecond() throws Exception {
    assertThat(run().errors())
        .containsExactly(
            "vitals: building; the first time that takes some minutes, for it downloads what it"
                + " needs",
            "vitals: building Vitals domain [2/8]",
            "vitals: downloaded 50 files");
    assertThat(run().errors()).isEmpty();
    assertThat(builds())
        .containsExactly("-B -DskipTests -Dspotless.check.skip package -pl service -am");
  }

  @Test
  void aJreIsToldToBeNoneThatBuildsAndRunsWhatIsBuilt() throws Exception {
    Path java = javaHome.resolve("bin/java");
    executable(java, JAVA.formatted("17.0.15", ""));
    Run refused = run();
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.errors())
        .singleElement()
        .asString()
        .startsWith("vitals: a JDK is needed to build, and " + java + " is of a JRE: ");
    assertThat(home.resolve("builds")).doesNotExist();

    executable(java, JAVA.formatted("17.0.15", COMPILER));
    run();
    executable(java, JAVA.formatted("17.0.15", ""));
    assertThat(run().exit()).isZero();
  }

  @Test
  void itBuildsAgainWhenASourceChanged() throws Exception {
    assertBuiltAgainAfter(() -> write(SOURCE, "record Sample(int steps) {}"));
    assertThat(home.resolve("service/target/vitals.jar")).content().contains("int steps");
  }

  @Test
  void itBuildsAgainWhenASourceWasDeleted() throws Exception {
    assertBuiltAgainAfter(() -> Files.delete(home.resolve(SOURCE)));
  }

  @Test
  void itBuildsAgainWhenALibraryIsMissing() throws Exception {
    assertBuiltAgainAfter(() -> Files.delete(home.resolve(LIBRARY)));
    assertThat(home.resolve(LIBRARY)).exists();
  }

  @Test
  void itBuildsAgainWhenALibraryIsDamagedAndReplacesIt() throws Exception {
    assertBuiltAgainAfter(() -> write(LIBRARY, "libr"));
    assertThat(home.resolve(LIBRARY)).content().isEqualTo("library\n");
  }

  /** Edited, built by ./mvnw verify, and the edit taken back: the sources are those of before. */
  @Test
  void itBuildsAgainWhenTheJarWasRebuiltBehindItsBack() throws Exception {
    assertBuiltAgainAfter(() -> write("service/target/vitals.jar", "of other sources"));
    assertThat(home.resolve("service/target/vitals.jar")).content().contains("record Sample");
  }

  @Test
  void aTestThatChangedIsNothingToBuild() throws Exception {
    run();
    write("domain/src/test/java/SampleTest.java", "class SampleTest { int changed; }");
    assertThat(run().errors()).isEmpty();
    assertThat(builds()).hasSize(1);
  }

  @Test
  void aBuildThatFailsEndsWithOneLineOfOursAndIsTriedAgain() throws Exception {
    run();
    write(SOURCE, "record Sample(");
    Path broken = write("broken", "");
    for (int i = 0; i < 2; i++) {
      Run failed = run();
      assertThat(failed.exit()).isEqualTo(1);
      assertThat(failed.output()).isEmpty();
      assertThat(failed.errors())
          .endsWith("ERROR: it does not compile", "vitals: the build failed, see above");
    }
    Files.delete(broken);
    assertThat(run().exit()).isZero();
    assertThat(builds()).hasSize(4);
  }

  @Test
  void argumentsArePassedOn() throws Exception {
    assertThat(run("db", "status", "my config.yml", "").output())
        .isEqualTo(java("db", "status", "my config.yml", ""));
  }

  @Test
  void withoutArgumentsItServesWithItsOwnConfiguration() throws Exception {
    assertThat(run().output()).isEqualTo(java("server"));
  }

  @Test
  void anOldJavaIsNamedWithItsVersion() throws Exception {
    executable(javaHome.resolve("bin/java"), JAVA.formatted("1.8.0_392", COMPILER));
    assertRefused(javaHome + "/bin/java is 1.8.0_392: set JAVA_HOME");
  }

  @Test
  void aJavaThatIsNotThereIsNamed() throws Exception {
    Files.delete(javaHome.resolve("bin/java"));
    assertRefused(javaHome + "/bin/java is missing: set JAVA_HOME");
  }

  @Test
  void itMayBeCalledFromAnotherDirectory() throws Exception {
    Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
    Run run = run(elsewhere, Path.of("../vitals"));
    assertThat(run.output()).isEqualTo(java("server"));
    assertThat(elsewhere).isEmptyDirectory();
  }

  /** One link to the next, an absolute and a relative one, and directories that are links. */
  @Test
  void itMayBeCalledByALink() throws Exception {
    Path bin = Files.createDirectories(home.resolve("usr/local/bin"));
    Path near = Files.createSymbolicLink(bin.resolve("near"), Path.of("../../../vitals"));
    Files.createSymbolicLink(home.resolve("short"), bin);
    Path far = Files.createSymbolicLink(home.resolve("far"), home.resolve("short/near"));
    for (Path link : List.of(near, far)) {
      assertThat(run(temp, link).output()).isEqualTo(java("server"));
    }
    assertThat(builds()).hasSize(1);
  }

  private interface Change {
    void make() throws IOException;
  }

  private void assertBuiltAgainAfter(Change change) throws Exception {
    run();
    change.make();
    assertThat(run().exit()).isZero();
    assertThat(builds()).hasSize(2);
    run();
    assertThat(builds()).as("the tree did not change after that").hasSize(2);
  }

  private void assertRefused(String reason) throws Exception {
    Run refused = run();
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.output()).isEmpty();
    assertThat(refused.errors())
        .singleElement()
        .asString()
        .startsWith("vitals: a JDK 17 or newer is needed, and " + reason);
    assertThat(home.resolve("builds")).doesNotExist();
  }

  /** What the stand-in prints when it is to run the jar with these arguments. */
  private String java(String... arguments) {
    return "-Dvitals.config=%s/config.yml\n-jar\n%s/service/target/vitals.jar\n%s\n"
        .formatted(home, home, String.join("\n", arguments));
  }

  private List<String> builds() throws IOException {
    return Files.readAllLines(home.resolve("builds"));
  }

  private Run run(String... arguments) throws Exception {
    return run(home, Path.of("./vitals"), arguments);
  }

  private Run run(Path directory, Path script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    Path output = temp.resolve("output");
    Path errors = temp.resolve("errors");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    builder.environment().keySet().removeIf(VitalsScriptIT::isTheDevelopers);
    builder.environment().put("JAVA_HOME", javaHome.toString());
    Process process = builder.start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("it ended").isTrue();
    return new Run(process.exitValue(), Files.readString(output), Files.readAllLines(errors));
  }

  private static boolean isTheDevelopers(String variable) {
    return Stream.of("VITALS_", "DATABASE_", "JAVA_OPTS", "JAVA_TOOL_OPTIONS")
        .anyMatch(variable::startsWith);
  }

  private Path write(String file, String content) throws IOException {
    Path path = home.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, content);
  }

  private static void executable(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
