package dev.vitals.rest.ingest;

import java.util.ArrayList;
import java.util.List;

/** The value of a header as RFC 9110, section 5.6, writes it. */
final class HeaderText {
  private HeaderText() {}

  /** Its parts between separators that do not stand in quoted text, without blanks around them. */
  static List<String> split(String value, char separator) {
    List<String> parts = new ArrayList<>(1);
    boolean isQuoted = false;
    int start = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"') {
        isQuoted = !isQuoted;
      } else if (c == '\\' && isQuoted) {
        i++;
      } else if (c == separator && !isQuoted) {
        parts.add(value.substring(start, i).strip());
        start = i + 1;
      }
    }
    parts.add(value.substring(start).strip());
    return parts;
  }
}
