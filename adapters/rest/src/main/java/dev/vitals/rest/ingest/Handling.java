package dev.vitals.rest.ingest;

import java.util.List;

/** What becomes of a request of which some records are bad (RFC 7240, section 4.4). */
enum Handling {
  /** Nothing of it is stored. */
  STRICT,
  /** The good ones are stored, and the answer lists the others. */
  LENIENT;

  /**
   * Of a preference that is given twice the first counts (section 2).
   *
   * @param prefer the values of Prefer, in their order
   */
  static Handling of(List<String> prefer) {
    for (String header : prefer) {
      for (String preference : HeaderText.split(header, ',')) {
        List<String> nameAndWord = HeaderText.split(HeaderText.split(preference, ';').get(0), '=');
        if (nameAndWord.get(0).equalsIgnoreCase("handling")) {
          return nameAndWord.size() == 2 && isLenient(nameAndWord.get(1)) ? LENIENT : STRICT;
        }
      }
    }
    return STRICT;
  }

  private static boolean isLenient(String word) {
    return word.equalsIgnoreCase("lenient") || word.equalsIgnoreCase("\"lenient\"");
  }
}
