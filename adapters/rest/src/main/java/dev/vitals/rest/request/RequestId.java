package dev.vitals.rest.request;

import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Tells requests apart, and joins what an answer, a log of ours and one of the client's say about
 * the same one. A client may choose it.
 */
public final class RequestId {
  public static final String HEADER = "X-Request-Id";

  /** Of each line of the log that is written for a request. */
  public static final String LOG_KEY = "request_id";

  private static final String ATTRIBUTE = RequestId.class.getName();

  /**
   * Covers UUIDs and the ids of the known tracers, and nothing that could forge a line of a log.
   */
  private static final Pattern ACCEPTABLE = Pattern.compile("[A-Za-z0-9._:=+/@-]{1,128}");

  private RequestId() {}

  /** Of the request that this thread answers. */
  public static @Nullable String current() {
    return MDC.get(LOG_KEY);
  }

  /** The client's own, if it gave one that can be shown; given once, it stays. */
  public static String of(Request request) {
    if (request.getAttribute(ATTRIBUTE) instanceof String known) {
      return known;
    }
    List<String> given = request.getHeaders().getValuesList(HEADER);
    // Of two nobody knows which one a log of the client's has.
    String id =
        given.size() == 1 && ACCEPTABLE.matcher(given.get(0)).matches() ? given.get(0) : random();
    request.setAttribute(ATTRIBUTE, id);
    return id;
  }

  /** Puts it into the answer and, until {@link #end}, into what this thread logs. */
  public static void begin(Request request, Response response) {
    response.getHeaders().put(HEADER, of(request));
    begin(request);
  }

  /** Does some work for a request that has been in the hands of no thread meanwhile. */
  public static void during(Request request, Runnable work) {
    begin(request);
    try {
      work.run();
    } finally {
      end();
    }
  }

  static void begin(Request request) {
    MDC.put(LOG_KEY, of(request));
  }

  public static void end() {
    MDC.remove(LOG_KEY);
  }

  /** Need not be secret, and must not take long. */
  private static String random() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
  }
}
