package dev.vitals.service.start;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.vitals.service.configuration.QuietHours;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.logging.common.layout.DiscoverableLayoutFactory;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import java.util.Map;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Where a configuration cannot be read, and what should be there. In words of our own: SnakeYAML
 * and Jackson quote what is there, with the variables put in, and that may be a password.
 */
final class UnreadableConfiguration {
  private static final Map<Class<?>, String> WANTED =
      Map.of(
          Duration.class, "must be a time with its unit, like 15m",
          DataSize.class, "must be a size with its unit, like 16MiB",
          QuietHours.class, "must be two times of day, like 02:00-05:00",
          boolean.class, "must be true or false",
          int.class, "must be a whole number",
          DiscoverableLayoutFactory.class, "must have the type vitals-text or vitals-json");

  private UnreadableConfiguration() {}

  static String reason(ConfigurationException unreadable) {
    Throwable cause = unreadable.getCause();
    if (cause instanceof JsonParseException malformed) {
      return place(malformed) + " is no YAML: check indentation and quotes";
    }
    if (cause instanceof JsonMappingException wrong
        && !(cause instanceof UnrecognizedPropertyException)) {
      return (path(wrong) + " " + wanted(wrong)).strip();
    }
    // Names of settings, without values; or that the file is empty.
    return String.join(" ", unreadable.getErrors());
  }

  /** SnakeYAML's own: Jackson's is where it had read to, which may be lines before. */
  private static String place(JsonParseException malformed) {
    return malformed.getCause() instanceof MarkedYAMLException marked
        ? place(marked.getProblemMark())
        : "it";
  }

  private static String place(Mark mark) {
    return "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
  }

  private static String path(JsonMappingException wrong) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : wrong.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }

  private static String wanted(JsonMappingException wrong) {
    return WANTED.getOrDefault(
        type(wrong), "cannot be what is written there, see docs/configuration.md");
  }

  private static Class<?> type(JsonMappingException wrong) {
    if (wrong instanceof InvalidTypeIdException unknown) {
      return unknown.getBaseType().getRawClass();
    }
    if (wrong instanceof ValueInstantiationException refused) {
      return refused.getType().getRawClass();
    }
    // Jackson does not always know.
    return wrong instanceof MismatchedInputException mismatched
            && mismatched.getTargetType() != null
        ? mismatched.getTargetType()
        : Object.class;
  }
}
