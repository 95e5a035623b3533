package dev.vitals.domain.user;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How clients name a user: by an integer or by a text, such as a UUID, a login or a token's
 * subject. A text that is the canonical decimal form of an allowed integer is that integer; all
 * others are compared character by character, as they are.
 *
 * @param number from {@link #LEAST} to {@link #GREATEST}, or {@link #NOBODY} if it is a text
 * @param name the text, or null if it is an integer
 */
public record UserId(long number, @Nullable String name) {
  public static final long LEAST = 1;
  public static final long GREATEST = Long.MAX_VALUE;

  /** In Unicode characters (code points). */
  public static final int LONGEST_NAME = 128;

  /** Names no user. What is below stands for texts, and is known to the service alone. */
  public static final long NOBODY = 0;

  /** No text has a lower number. */
  public static final long LEAST_OF_NAMES = -(1L << 62);

  /** What a client has to keep to. */
  public static final String RULE =
      "must be an integer from 1 to 9223372036854775807, or a string of 1 to 128 characters of"
          + " which none is a control character";

  private static final int MOST_DIGITS = 19;

  public UserId {
    if (name == null ? !accepts(number) : number != NOBODY) {
      throw new IllegalArgumentException("user_id " + RULE);
    }
  }

  /**
   * @throws IllegalArgumentException it names nobody
   */
  public static UserId of(long number) {
    return new UserId(number, null);
  }

  /**
   * @throws IllegalArgumentException it breaks the rule
   */
  public static UserId of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("user_id " + RULE));
  }

  /** Empty if the text does not keep to {@link #RULE}. */
  public static Optional<UserId> parse(String text) {
    long number = integerIn(text);
    if (number != NOBODY) {
      return Optional.of(of(number));
    }
    return isName(text) ? Optional.of(new UserId(NOBODY, text)) : Optional.empty();
  }

  public boolean isInteger() {
    return name == null;
  }

  /** Whether an integer is one that a client may give. */
  public static boolean accepts(long number) {
    return number >= LEAST;
  }

  /** The integer that a text is the canonical decimal form of; else {@link #NOBODY}. */
  public static long integerIn(String text) {
    int length = text.length();
    if (length == 0 || length > MOST_DIGITS || text.charAt(0) == '0') {
      return NOBODY;
    }
    long number = 0;
    for (int i = 0; i < length; i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        return NOBODY;
      }
      number = number * 10 + (digit - '0');
    }
    // Nineteen digits are less than 2^64, so one overflow shows as a sign.
    return number < 0 ? NOBODY : number;
  }

  /**
   * Whether a text can name a user. Half a character, as a surrogate alone is, cannot: no UTF-8
   * holds it.
   */
  public static boolean isName(String text) {
    int length = text.length();
    if (length == 0 || length > 2 * LONGEST_NAME) {
      return false;
    }
    int characters = 0;
    for (int i = 0; i < length; characters++) {
      int character = text.codePointAt(i);
      if (Character.isISOControl(character) || isHalf(character)) {
        return false;
      }
      i += Character.charCount(character);
    }
    return characters <= LONGEST_NAME;
  }

  private static boolean isHalf(int character) {
    return Character.MIN_SURROGATE <= character && character <= Character.MAX_SURROGATE;
  }

  /** As clients write it. Never for a log. */
  public String text() {
    return isInteger() ? Long.toString(number) : requireNonNull(name);
  }

  /** Without what it names: it may end in a log. */
  @Override
  public String toString() {
    return isInteger() ? "an integer" : "a name";
  }
}
