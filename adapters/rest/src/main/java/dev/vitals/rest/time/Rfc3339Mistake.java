package dev.vitals.rest.time;

import dev.vitals.rest.problem.Shown;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What is wrong with a text that {@link Rfc3339} refuses. Asked for those alone, so it may take its
 * time. What it says holds nothing of the text but a character's number.
 */
public final class Rfc3339Mistake {
  /** A fraction may have any number of digits; beyond this they are not looked at. */
  private static final int LONGEST = 100;

  private static final String DATE = "\\d{4}-\\d{2}-\\d{2}";
  private static final String TIME = "\\d{2}:\\d{2}:\\d{2}";
  private static final String TWELVE_HOURS = "(?i).*\\d\\W?[ap]\\.?m\\b.*";
  private static final String OFFSET = "([Zz]|[+-]\\d{2}:\\d{2})";

  /** A text that matches has this mistake, if none of those before. */
  private record Sign(Pattern pattern, String message) {
    static Sign of(String regex, String mistake) {
      return new Sign(Pattern.compile(regex), said(mistake));
    }
  }

  /** From the kind of text, through it from left to right, to what it means. */
  private static final List<Sign> SIGNS =
      List.of(
          Sign.of("", "is empty"),
          Sign.of("\\s.*|.*\\s", "has a blank at its start or end"),
          Sign.of("[+-]?\\d+([.,]\\d*)?", "is a number"),
          Sign.of(TWELVE_HOURS, "has a 12-hour clock"),
          Sign.of("\\d{8}([Tt ]\\d{4,6}.*)?", "has no - between year, month and day"),
          Sign.of("[+-]\\d{4,}-.*|\\d{5,}-.*", "has a year that is not four digits"),
          Sign.of("(?!" + DATE + "(\\D.*)?$).*", "has a date that is not written YYYY-MM-DD"),
          Sign.of("\\d{4}-(?!0[1-9]|1[0-2]).*", "has a month that is not 01 to 12"),
          Sign.of(".{8}(?!0[1-9]|[12]\\d|3[01]).*", "has a day that is not 01 to 31"),
          Sign.of(DATE, "has no time"),
          Sign.of(DATE + "\\s\\d.*", "has a blank where the T belongs"),
          Sign.of(DATE + "[^Tt].*", "has no T between date and time"),
          Sign.of(".{11}\\d{4,6}(\\D.*)?", "has no colon between hour, minute and second"),
          Sign.of(".{11}(?!\\d{2}:\\d{2}).*", "has a time that is not written HH:MM:SS"),
          Sign.of(".{11}\\d{2}:\\d{2}(\\D{0,2}|[+-].*|\\s.*|\\[.*)", "has no seconds"),
          Sign.of(".{11}(?!" + TIME + "(\\D.*)?$).*", "has a time that is not written HH:MM:SS"),
          Sign.of(".{11}(?![01]\\d|2[0-3]).*", "has an hour that is not 00 to 23"),
          Sign.of(".{14}[6-9].*", "has a minute that is not 00 to 59"),
          Sign.of(".{17}60.*", "has a leap second, which is not taken; write second 59"),
          Sign.of(".{17}[6-9].*", "has a second that is not 00 to 59"),
          Sign.of(".{19},\\d.*", "has a comma in its seconds, where a point belongs"),
          Sign.of(".{19}\\.(\\D.*)?", "has no digit behind the point"),
          Sign.of(".{19}(\\.\\d+)?+", "has no offset"),
          Sign.of(
              ".{19}(\\.\\d+)?+\\s\\d{2}:?\\d{2}", "has a blank where the + of its offset belongs"),
          Sign.of(".{19}(\\.\\d+)?+\\s.*", "has a blank before its offset"),
          Sign.of(".{19}(\\.\\d+)?+[+-]\\d{4}", "has no colon in its offset"),
          Sign.of(".{19}(\\.\\d+)?+[+-]\\d{1,2}", "has no minutes in its offset"),
          Sign.of(".{19}(\\.\\d+)?+" + OFFSET + ".+", "goes on behind its offset"),
          Sign.of(
              ".{19}(\\.\\d+)?+[+-](?!([01]\\d|2[0-3]):[0-5]\\d).*",
              "has an offset that is not written +HH:MM, up to 23:59"),
          Sign.of(".{19}(\\.\\d+)?+(?![Zz]$)[A-Za-z\\[].*", "has a name where its offset belongs"),
          Sign.of(".{19}(\\.\\d+)?+[^+\\-Zz].*", "has something else where its offset belongs"),
          Sign.of("....-02-(29|3.).*|....-(04|06|09|11)-31.*", "has a day that its month has not"));

  private static final String OUT_OF_YEARS = said("is not within the years 0000 to 9999 in UTC");

  private static final String TOO_LONG = said("has more than " + LONGEST + " characters");

  private Rfc3339Mistake() {}

  /**
   * @param refused by {@link Rfc3339}
   * @return a rule, and how the text breaks it; fit for the client
   */
  public static String of(String refused) {
    if (refused.length() > LONGEST) {
      return TOO_LONG;
    }
    OptionalInt odd = refused.codePoints().filter(Rfc3339Mistake::isOdd).findFirst();
    if (odd.isPresent()) {
      // Some write a 12-hour clock with a blank of its own, which looks like any other.
      String clock = refused.matches(TWELVE_HOURS) ? "a 12-hour clock with " : "";
      return said("has " + clock + "a " + Shown.character(odd.getAsInt()) + " in it");
    }
    for (Sign sign : SIGNS) {
      if (sign.pattern.matcher(refused).matches()) {
        return sign.message;
      }
    }
    return OUT_OF_YEARS;
  }

  /** What no date-time has, and cannot be seen, or not be told from what it has. */
  private static boolean isOdd(int character) {
    return character < ' ' || character > '~';
  }

  private static String said(String mistake) {
    return Rfc3339.RULE + "; this one " + mistake;
  }
}
