package dev.vitals.domain.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserIdTest {
  private static final String WAVE = new String(Character.toChars(0x1f44b));

  @Property
  void theCanonicalDecimalFormOfAnIntegerIsThatInteger(@ForAll @LongRange(min = 1) long number) {
    assertThat(UserId.of(Long.toString(number))).isEqualTo(UserId.of(number));
    assertThat(UserId.of(number).text()).isEqualTo(Long.toString(number));
  }

  /** They look equal, or nearly, and are others. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "-101",
        "+101",
        "0101",
        "101.0",
        "1.01e2",
        " 101",
        "101 ",
        "1_01",
        "0x65",
        "１０１",
        "١٠١",
        "9223372036854775808",
        "9999999999999999999",
        "10000000000000000000",
        "10l"
      })
  void anyOtherTextIsAName(String text) {
    UserId user = UserId.of(text);

    assertThat(user.isInteger()).isFalse();
    assertThat(user.name()).isEqualTo(text);
    assertThat(user.text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "6f9619ff-8b86-d011-b42d-00c04fc964ff",
        "6F9619FF-8B86-D011-B42D-00C04FC964FF",
        "auth0|507f1f77bcf86cd799439020",
        "ann@example.org",
        "'; drop table health_metrics; --",
        " ",
        "\u00e9",
        "e\u0301",
        "\u2028",
        "%00"
      })
  void aNameIsTakenAsItIs(String text) {
    assertThat(UserId.of(text).name()).isEqualTo(text);
  }

  @Test
  void charactersAreCountedAsUnicodeCountsThem() {
    assertThat(UserId.isName(WAVE.repeat(128))).isTrue();
    assertThat(UserId.isName(WAVE.repeat(129))).isFalse();
    assertThat(UserId.isName("a".repeat(128))).isTrue();
    assertThat(UserId.isName("a".repeat(129))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\u0000", "a\u0000b", "a\n", "\u007f", "\u0085", "\ud83d", "\udc4b\ud83d"})
  void whatIsNoNameIsRefused(String text) {
    assertThat(UserId.isName(text)).isFalse();
    assertThatThrownBy(() -> UserId.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("user_id " + UserId.RULE);
  }

  @Test
  void anIntegerIsPositive() {
    assertThat(UserId.accepts(1)).isTrue();
    assertThat(UserId.accepts(Long.MAX_VALUE)).isTrue();
    assertThat(UserId.accepts(0)).isFalse();
    assertThatThrownBy(() -> UserId.of(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> UserId.of(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatMayEndInALogDoesNotTellWhoItIs() {
    assertThat(UserId.of("ann@example.org").toString()).doesNotContain("ann");
    assertThat(UserId.of(4711).toString()).doesNotContain("4711");
  }
}
