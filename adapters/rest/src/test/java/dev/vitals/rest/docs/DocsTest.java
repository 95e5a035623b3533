package dev.vitals.rest.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.rest.TestApi;
import dev.vitals.rest.TestApi.Answer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DocsTest {
  private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

  @RegisterExtension static final TestApi API = new TestApi();

  @Test
  void thePageAndEverythingItLinksToIsServedFromHere() {
    Answer page = API.get("/docs");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.contentType()).startsWith("text/html");

    int links = 0;
    for (Matcher link = LINK.matcher(page.body()); link.find(); links++) {
      assertThat(link.group(1)).startsWith("/docs/");
      assertThat(API.get(link.group(1)).status()).as(link.group(1)).isEqualTo(200);
    }
    assertThat(links).isEqualTo(4);
  }

  @Test
  void thePageReadsTheDocumentOfThisService() {
    Answer script = API.get("/docs/init.js");

    assertThat(script.contentType()).startsWith("text/javascript");
    assertThat(script.body()).contains("url: \"/openapi.json\"");
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
