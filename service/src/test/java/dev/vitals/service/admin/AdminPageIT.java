package dev.vitals.service.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.service.process.VitalsProcess;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminPageIT {
  private static final Pattern LINK = Pattern.compile("href=\"([^\"]+)\"");

  /** As version 3 sends it; 2 says less of the same. */
  private static final String PROMETHEUS =
      "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
          + "text/plain;version=0.0.4;q=0.2,*/*;q=0.1";

  @TempDir Path directory;

  @Test
  void theAdminPortLeadsToAllItHas() throws Exception {
    try (VitalsProcess vitals = VitalsProcess.serve(directory, Map.of())) {
      int links = 0;
      for (Matcher link = LINK.matcher(vitals.getAdmin("/").body()); link.find(); links++) {
        assertThat(vitals.getAdmin("/" + link.group(1)).statusCode())
            .as(link.group(1))
            .isEqualTo(200);
      }
      assertThat(links).isEqualTo(5);

      HttpResponse<String> scrape = vitals.getAdmin("/metrics", "Accept", PROMETHEUS);
      assertThat(scrape.statusCode()).isEqualTo(302);
      assertThat(scrape.headers().firstValue("Location")).hasValue("prometheus");
      assertThat(vitals.getAdmin("/metrics", "Accept", "application/json, text/plain, */*").body())
          .startsWith("{");
    }
  }
}
