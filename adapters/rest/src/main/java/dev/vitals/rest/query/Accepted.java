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
    List<String> ranges = request.getHeaders().getCSV(HttpHeader.ACCEPT, false);
    String best = null;
    double quality = 0;
    for (String type : types) {
      double ofType = ranges.isEmpty() ? 1 : quality(type, ranges);
      if (ofType > quality) {
        best = type;
        quality = ofType;
      }
    }
    return best;
  }

  /** Whether it would have gzip, and not rather what is not packed (section 12.5.3). */
  static boolean prefersGzip(Request request) {
    List<String> codings = request.getHeaders().getQualityCSV(HttpHeader.ACCEPT_ENCODING);
    int packed = codings.indexOf("gzip");
    int plain = codings.indexOf("identity");
    return packed >= 0 && (plain < 0 || packed < plain);
  }

  /** By the range that says most about the type. */
  private static double quality(String type, List<String> ranges) {
    List<String> fitting = List.of(type, type.substring(0, type.indexOf('/')) + "/*", "*/*");
    int closest = fitting.size();
    double quality = 0;
    for (String range : ranges) {
      String[] parts = range.toLowerCase(Locale.ROOT).split(";");
      int match = fitting.indexOf(parts[0].strip());
      if (0 <= match && match < closest) {
        closest = match;
        quality = weight(parts);
      }
    }
    return quality;
  }

  private static double weight(String[] parts) {
    for (String parameter : parts) {
      String name = parameter.strip();
      if (name.startsWith("q=")) {
        try {
          return Double.parseDouble(name.substring(2));
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 1;
  }
}
