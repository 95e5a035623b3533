package dev.vitals.service.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dropwizard.logging.common.DefaultLoggingFactory;
import io.dropwizard.validation.selfvalidating.ViolationCollector;
import java.util.Locale;
import java.util.Set;

/**
 * Logback takes a level that it does not know for INFO: a misspelt OFF would put into the log what
 * it is to keep out of it.
 */
final class LogLevels {
  /** YAML makes a boolean of off and on, and Dropwizard OFF and TRACE of that. */
  private static final Set<String> KNOWN =
      Set.of("OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE", "ALL", "FALSE", "TRUE");

  private LogLevels() {}

  static void validate(DefaultLoggingFactory logging, ViolationCollector violations) {
    // Dropwizard refuses it by itself.
    if (logging.getLevel() != null) {
      require("logging.level", new TextNode(logging.getLevel()), violations);
    }
    logging
        .getLoggers()
        .forEach((name, logger) -> require("logging.loggers." + name, level(logger), violations));
  }

  /** Of a section, which need not have one. */
  private static JsonNode level(JsonNode logger) {
    return logger.isObject() ? logger.path("level") : logger;
  }

  private static void require(String setting, JsonNode level, ViolationCollector violations) {
    if (!level.isMissingNode() && !KNOWN.contains(level.asText().toUpperCase(Locale.ROOT))) {
      violations.addViolation(setting, "must be OFF, ERROR, WARN, INFO, DEBUG, TRACE or ALL");
    }
  }
}
