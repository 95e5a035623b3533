package dev.vitals.rest.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.rest.TestApi;
import dev.vitals.rest.TestApi.Answer;
import java.net.URI;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocsTest {
  private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

  /** What Chromium sends for a page. */
  private static final String BROWSER =
      "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

  @RegisterExtension static final TestApi API = new TestApi();

  @Test
  void aBrowserIsLedToThePage() {
    Answer answer = API.send(API.request("/").header("Accept", BROWSER));

    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location")).hasValue("docs");
    assertThat(answer.headers().allValues("Vary")).contains("Accept");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "application/json", "application/openmetrics-text"})
  void aProgramIsToldWhatThereIs(String accept) {
    Answer answer = API.send(API.request("/").header("Accept", accept));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).isEqualTo("application/json");
    Set<String> told = new TreeSet<>();
    for (String name : new String[] {"ingest", "metrics", "series", "samples", "docs", "openapi"}) {
      told.add("/" + answer.json().path(name).asText());
    }
    Set<String> paths = new TreeSet<>(Set.of("/docs", "/openapi.json"));
    API.get("/openapi.json").json().path("paths").fieldNames().forEachRemaining(paths::add);
    assertThat(told).isEqualTo(paths);
  }

  /** From there the links of the page would lead elsewhere. */
  @Test
  void thePageIsAtOnePathOnly() {
    Answer answer = API.get("/docs/");

    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location")).hasValue("../docs");
  }

  /** Behind a proxy all of it lies below a path that only the proxy knows. */
  @Test
  void nothingOfThePageNeedsToBeAtTheRoot() {
    URI document = URI.create("https://example.org/vitals/openapi.json");
    String server = API.get("/openapi.json").json().at("/servers/0/url").asText();

    assertThat(document.resolve(server)).hasToString("https://example.org/vitals/");
    assertThat(API.get("/docs").body()).doesNotContain("=\"/");
    assertThat(API.get("/docs/init.js").body()).doesNotContain("\"/");
  }

  @Test
  void thePageAndEverythingItLinksToIsServedFromHere() {
    Answer page = API.get("/docs");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.contentType()).startsWith("text/html");

    int links = 0;
    for (Matcher link = LINK.matcher(page.body()); link.find(); links++) {
      assertThat(link.group(1)).startsWith("docs/");
      assertThat(API.get("/" + link.group(1)).status()).as(link.group(1)).isEqualTo(200);
    }
    assertThat(links).isEqualTo(4);
  }

  @Test
  void thePageReadsTheDocumentOfThisService() {
    Answer script = API.get("/docs/init.js");

    assertThat(script.contentType()).startsWith("text/javascript");
    assertThat(script.body()).contains("url: \"openapi.json\"");
  }

  @Test
  void nothingElseOfTheClassPathIsServed() {
    for (String path :
        new String[] {"/docs/index.html", "/docs/openapi.json", "/docs/..%2fopenapi.json"}) {
      Answer answer = API.get(path);

      assertThat(answer.status()).as(path).isIn(400, 404);
      assertThat(answer.contentType()).as(path).isEqualTo("application/problem+json");
    }
  }
}
