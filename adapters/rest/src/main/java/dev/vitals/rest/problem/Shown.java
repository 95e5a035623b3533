package dev.vitals.rest.problem;

/** What a client made up, as far as an answer shows it. */
public final class Shown {
  private static final int LONGEST_NAME = 64;
  private static final int REPLACEMENT = 0xfffd;

  private Shown() {}

  /** Cut, and without halves of characters, which no answer can hold. */
  public static String name(String name) {
    return name.codePoints()
        .limit(LONGEST_NAME)
        .map(character -> isHalf(character) ? REPLACEMENT : character)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** As itself if everybody sees which it is, otherwise by its number. */
  public static String character(int character) {
    return 0x21 <= character && character <= 0x7e
        ? "'" + (char) character + "'"
        : "U+%04X".formatted(character);
  }

  private static boolean isHalf(int codePoint) {
    return Character.getType(codePoint) == Character.SURROGATE;
  }
}
