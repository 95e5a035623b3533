package dev.vitals.timescale.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NameNumbersTest {
  /** As `printf ann | sha256sum` begins: what is stored depends on it. */
  @Test
  void aNumberIsTheBeginningOfItsNamesHash() {
    assertThat(NameNumbers.hashed("ann", 0)).isEqualTo(-(0x49915e0d7d4b402eL & Long.MAX_VALUE));
  }

  @Test
  void eachAttemptIsAnother() {
    assertThat(List.of(0, 1, 2))
        .extracting(attempt -> NameNumbers.hashed("ann", attempt))
        .doesNotHaveDuplicates()
        .allMatch(number -> number < 0);
  }
}
