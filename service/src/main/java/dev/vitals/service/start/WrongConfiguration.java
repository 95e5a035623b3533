package dev.vitals.service.start;

import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.ConfigurationValidationException;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.ValidationMethod;
import jakarta.validation.ConstraintViolation;
import java.util.stream.Collectors;

/**
 * What is wrong with a configuration, in the words of Dropwizard and Jackson, which leave out the
 * value or the setting and add what only a programmer can use.
 */
final class WrongConfiguration {
  private WrongConfiguration() {}

  static String reason(ConfigurationException wrong) {
    String message = String.valueOf(wrong.getMessage());
    if (wrong instanceof ConfigurationValidationException invalid) {
      return invalid.getConstraintViolations().stream()
          .map(WrongConfiguration::brokenLimit)
          .sorted()
          .collect(Collectors.joining("; ", heading(message), ""));
    }
    return message
        .replaceFirst("\\R +\\* ", " ")
        .replaceAll("(?s)\\s+at \\[Source: .*", "")
        .replaceAll("Cannot construct instance of `[^`]*`, problem: ", "")
        .replaceAll(
            "Cannot construct instance of .* Number value \\((.*)\\)",
            "$1 has no unit: a time is written like 15m, a size like 16MiB");
  }

  /** Names the file. */
  private static String heading(String message) {
    return message.lines().findFirst().map(line -> line + " ").orElse("");
  }

  private static String brokenLimit(ConstraintViolation<?> broken) {
    String path = broken.getPropertyPath().toString();
    String message = broken.getMessage();
    if (broken.getConstraintDescriptor().getAnnotation() instanceof ValidationMethod) {
      String section = path.replaceFirst("\\.?[^.]*$", "");
      // Dropwizard writes ".minSize must be ..." where it compares two settings.
      return message.startsWith(".")
          ? section + message + value(valueOf(broken.getLeafBean(), message.substring(1)))
          : (section + " " + message).strip();
    }
    return path + " " + message + value(broken.getInvalidValue());
  }

  private static Object valueOf(Object bean, String message) {
    String setting = message.replaceFirst("\\W.*", "");
    return Jackson.newObjectMapper().valueToTree(bean).path(setting).numberValue();
  }

  /** Of these types only: a text may be a secret. */
  private static String value(Object value) {
    boolean isHarmless =
        value instanceof Number || value instanceof Duration || value instanceof DataSize;
    return isHarmless ? ", is " + value : "";
  }
}
