package dev.vitals.service.configuration;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.text.StringSubstitutor;

/**
 * Puts environment variables into config.yml, where each stands in single quotes. A quote within a
 * value is doubled, which is how YAML writes it: a password may hold any character and stays a
 * password. Dropwizard's own substitutor would let it become YAML.
 */
public final class QuotedEnvironment extends StringSubstitutor {
  public QuotedEnvironment(Map<String, String> environment) {
    super(quoted(environment));
  }

  /** An empty variable is one that is not set: compose files and unit files write those. */
  private static Map<String, String> quoted(Map<String, String> environment) {
    return environment.entrySet().stream()
        .filter(variable -> !variable.getValue().isEmpty())
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, variable -> variable.getValue().replace("'", "''")));
  }
}
