package dev.vitals.timescale.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.timescale.kind.DatabaseKind.Name;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DetectedDatabaseTest {
  private static final String POSTGRES = "17.6 (Debian 17.6-1.pgdg12+1)";

  @Test
  void withoutTheExtensionItIsPlainWhateverTheLicense() {
    assertThat(DetectedDatabase.of(POSTGRES, Optional.empty(), true, true, true).kind().name())
        .isEqualTo(Name.PLAIN);
    assertThat(DetectedDatabase.of(POSTGRES, Optional.empty(), false, true, false).kind().name())
        .isEqualTo(Name.PLAIN);
  }

  @Test
  void withTheExtensionTheLicenseDecides() {
    assertThat(DetectedDatabase.of(POSTGRES, Optional.of("2.29.2"), true, true, true).kind().name())
        .isEqualTo(Name.COMMUNITY);
    assertThat(
            DetectedDatabase.of(POSTGRES, Optional.of("2.29.2"), false, true, true).kind().name())
        .isEqualTo(Name.APACHE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.7.5", "2", "2.9.10", "2.26", "2.26.2", "2.26.2-dev", "2.25.99"})
  void aVersionThatRefreshesWronglyIsWarnedOf(String version) {
    assertThat(timescale(version).warnings())
        .singleElement()
        .asString()
        .contains("TimescaleDB " + version + " is older than 2.26.3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2.26.3",
        "2.26.3.1",
        "2.26.4",
        "2.26.10",
        "2.27",
        "2.27.0-dev",
        "2.29.2",
        "2.100.0-rc1",
        "3",
        "10.0.0"
      })
  void aVersionThatRefreshesRightIsNot(String version) {
    assertThat(timescale(version).warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.26.3rc1", "2.26.x", "", "next"})
  void aVersionInAFormNobodyHasSeenYetDoesNotStopTheStart(String version) {
    assertThat(timescale(version).kind().name()).isEqualTo(Name.COMMUNITY);
  }

  @Test
  void aServerThatCanLoseAcknowledgedSamplesIsWarnedOf() {
    assertThat(DetectedDatabase.of(POSTGRES, Optional.of("2.29.2"), true, false, true).warnings())
        .singleElement()
        .asString()
        .startsWith("fsync or full_page_writes is off");
  }

  @Test
  void anExtensionThatIsLoadedAndNotCreatedIsWarnedOf() {
    assertThat(DetectedDatabase.of(POSTGRES, Optional.empty(), false, true, true).warnings())
        .singleElement()
        .asString()
        .contains("create extension timescaledb");
    assertThat(DetectedDatabase.of(POSTGRES, Optional.empty(), false, true, false).warnings())
        .isEmpty();
  }

  @Test
  void eachWarningIsSaid() {
    assertThat(DetectedDatabase.of(POSTGRES, Optional.of("2.20.0"), true, false, true).warnings())
        .hasSize(2);
  }

  @Test
  void itsDescriptionIsKindAndVersionsWithoutTheDistribution() {
    assertThat(timescale("2.29.2").describe())
        .isEqualTo("kind=COMMUNITY postgres=17.6 timescaledb=2.29.2");
    assertThat(DetectedDatabase.of("16.4", Optional.empty(), false, true, false).describe())
        .isEqualTo("kind=PLAIN postgres=16.4");
  }

  private static DetectedDatabase timescale(String version) {
    return DetectedDatabase.of(POSTGRES, Optional.of(version), true, true, true);
  }

  @ParameterizedTest
  @CsvSource({
    "2.13.0, false",
    "2.27.9, false",
    "2.28.0-dev, true",
    "2.28.0, true",
    "2.29.2, true",
    "3.0, true"
  })
  void aggregatesTakeMoreColumnsFrom228On(String version, boolean expected) {
    assertThat(
            DetectedDatabase.of("17.12", Optional.of(version), true, true, true).addsToAggregates())
        .isEqualTo(expected);
  }
}
