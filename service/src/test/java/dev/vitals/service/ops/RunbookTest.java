package dev.vitals.service.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever is woken by an alert finds what to do, and the alert was seen to fire. */
class RunbookTest {
  private static final Pattern SECTION = Pattern.compile("^### (\\w+)$", Pattern.MULTILINE);

  @Test
  void everyAlertHasASectionInTheRunbookAndEverySectionAnAlert() throws Exception {
    List<String> sections =
        SECTION
            .matcher(Files.readString(OpsFiles.RUNBOOK))
            .results()
            .map(found -> found.group(1))
            .toList();

    assertThat(sections).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(alerts());
  }

  @Test
  void everyAlertSaysHowUrgentItIsWhatItMeansAndWhereToRead() throws Exception {
    for (JsonNode alert : OpsFiles.rules("alert")) {
      String name = alert.get("alert").textValue();
      assertThat(alert.at("/labels/severity").asText()).as(name).isIn("page", "ticket");
      assertThat(alert.at("/annotations/summary").asText()).as(name).isNotBlank();
      assertThat(alert.at("/annotations/description").asText()).as(name).isNotBlank();
      assertThat(alert.at("/annotations/runbook_url").asText())
          .isEqualTo("docs/runbook.md#" + name.toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void everyAlertIsTestedWhereItFiresAndWhereItDoesNot() throws Exception {
    List<JsonNode> expectations =
        OpsFiles.in(OpsFiles.RULE_TESTS).values().stream()
            .flatMap(file -> file.findParents("alertname").stream())
            .toList();

    assertThat(namesOf(expectations, true)).containsExactlyInAnyOrderElementsOf(alerts());
    assertThat(namesOf(expectations, false)).containsExactlyInAnyOrderElementsOf(alerts());
  }

  private static List<String> namesOf(List<JsonNode> expectations, boolean firing) {
    return expectations.stream()
        .filter(one -> one.get("exp_alerts").isEmpty() != firing)
        .map(one -> one.get("alertname").textValue())
        .distinct()
        .toList();
  }

  /** By the files, one name once. */
  private static List<String> alerts() throws IOException {
    return OpsFiles.rules("alert").stream().map(rule -> rule.get("alert").textValue()).toList();
  }
}
