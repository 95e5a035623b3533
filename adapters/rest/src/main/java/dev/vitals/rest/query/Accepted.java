package dev.vitals.rest.query;

import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Which of the media types that there are a client would have (RFC 9110, section 12.5.1). */
final class Accepted {
  static final String JSON = "application/json";

  private Accepted() {}

  /**
   * The one it likes best; of those it likes equally, and if it does not say, the first.
   *
   * @return null if it likes none
   */
  static @Nullable String firstOf(List<String> types, Request request) {
    List<String> accepted = request.getHeaders().getQualityCSV(HttpHeader.ACCEPT);
    if (accepted.isEmpty()) {
      return types.get(0);
    }
    for (String range : accepted) {
      String asked = range.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
      for (String type : types) {
        if (asked.equals(type)
            || asked.equals("*/*")
            || asked.equals(type.substring(0, type.indexOf('/')) + "/*")) {
          return type;
        }
      }
    }
    return null;
  }
}
