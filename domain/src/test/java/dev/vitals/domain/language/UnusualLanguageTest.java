package dev.vitals.domain.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

/** That the build runs unit tests where a forgotten locale shows (see pom.xml, argLine). */
class UnusualLanguageTest {
  @Test
  @SuppressWarnings("StringCaseLocaleUsage")
  void digitsAndSmallLettersAreNotThoseOfAscii() {
    assertThat(String.format("%d %.1f", 17, 1.5)).isEqualTo("١٧ ١٫٥");
    assertThat("INFO".toLowerCase()).isEqualTo("ınfo");
    assertThat(Locale.getDefault().toLanguageTag()).isEqualTo("tr-TR-u-nu-arab");
  }
}
