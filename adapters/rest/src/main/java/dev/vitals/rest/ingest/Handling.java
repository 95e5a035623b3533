package dev.vitals.rest.ingest;

import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;

/** What becomes of a request of which some records are bad (RFC 7240, section 4.4). */
enum Handling {
  /** Nothing of it is stored. */
  STRICT,
  /** The good ones are stored, and the answer lists the others. */
  LENIENT;

  private static final Pattern PREFERS_LENIENT =
      Pattern.compile(
          "(.*,)?\\s*handling\\s*=\\s*(lenient|\"lenient\")\\s*([;,].*)?",
          Pattern.CASE_INSENSITIVE);

  static Handling of(HttpFields headers) {
    return headers.getValuesList("Prefer").stream()
            .anyMatch(header -> PREFERS_LENIENT.matcher(header).matches())
        ? LENIENT
        : STRICT;
  }
}
