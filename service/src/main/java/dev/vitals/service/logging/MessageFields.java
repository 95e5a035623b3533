package dev.vitals.service.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a message says as {@code key={}}, by its keys. */
final class MessageFields {
  private static final Pattern ARGUMENT = Pattern.compile("(?:(\\w+)=)?\\{\\}");

  private MessageFields() {}

  static Map<String, Object> of(ILoggingEvent event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    Object[] arguments = event.getArgumentArray();
    Matcher matcher = ARGUMENT.matcher(event.getMessage() == null ? "" : event.getMessage());
    for (int i = 0; arguments != null && i < arguments.length && matcher.find(); i++) {
      if (matcher.group(1) != null) {
        fields.put(matcher.group(1), plain(arguments[i]));
      }
    }
    return fields;
  }

  private static Object plain(Object argument) {
    return argument instanceof Number || argument instanceof Boolean
        ? argument
        : String.valueOf(argument);
  }
}
