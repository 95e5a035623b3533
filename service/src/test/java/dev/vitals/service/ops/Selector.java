package dev.vitals.service.ops;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a query asks of one metric: {@code name{label="value"}}. */
record Selector(String metric, List<Matcher> matchers) {
  private static final Pattern MATCHER =
      Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"((?:\\\\.|[^\"\\\\])*)\"");

  record Matcher(String label, String operator, String value) {
    boolean isNegative() {
      return operator.startsWith("!");
    }

    /** Whether it is about this one, to take it or to leave it out. */
    boolean names(Map<String, String> series) {
      String actual = series.getOrDefault(label, "");
      return operator.endsWith("~")
          ? Pattern.matches("(?s)" + value, actual)
          : value.equals(actual);
    }
  }

  /**
   * @param braces what is between them, or nothing
   */
  static Selector of(String metric, String braces) {
    return new Selector(
        metric,
        MATCHER
            .matcher(braces)
            .results()
            .map(found -> new Matcher(found.group(1), found.group(2), found.group(3)))
            .toList());
  }
}
