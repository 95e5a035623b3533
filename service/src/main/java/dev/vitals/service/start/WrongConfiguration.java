package dev.vitals.service.start;

import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.ConfigurationValidationException;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.ValidationMethod;
import jakarta.validation.ConstraintViolation;
import java.util.stream.Collectors;

/** What is wrong with a configuration: the file, the setting and its limit, and never a text. */
final class WrongConfiguration {
  private WrongConfiguration() {}

  static String reason(ConfigurationException wrong) {
    // Names the file.
    String heading = String.valueOf(wrong.getMessage()).lines().findFirst().orElse("");
    return heading
        + " "
        + (wrong instanceof ConfigurationValidationException invalid
            ? brokenLimits(invalid)
            : UnreadableConfiguration.reason(wrong));
  }

  private static String brokenLimits(ConfigurationValidationException invalid) {
    return invalid.getConstraintViolations().stream()
        .map(WrongConfiguration::brokenLimit)
        .sorted()
        .collect(Collectors.joining("; "));
  }

  private static String brokenLimit(ConstraintViolation<?> broken) {
    String path = broken.getPropertyPath().toString();
    String message = broken.getMessage();
    if (broken.getConstraintDescriptor().getAnnotation() instanceof ValidationMethod) {
      String section = path.replaceFirst("\\.?[^.]*$", "");
      // Dropwizard writes ".minSize must be ..." where it compares two settings.
      return message.startsWith(".") ? section + message : (section + " " + message).strip();
    }
    return path + " " + message + value(broken.getInvalidValue());
  }

  /** Of these types only: a text may be a secret. */
  private static String value(Object value) {
    boolean isHarmless =
        value instanceof Number || value instanceof Duration || value instanceof DataSize;
    return isHarmless ? ", is " + value : "";
  }
}
