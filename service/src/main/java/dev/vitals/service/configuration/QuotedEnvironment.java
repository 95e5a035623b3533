package dev.vitals.service.configuration;

import java.util.Map;
import org.apache.commons.text.StringSubstitutor;

/**
 * Puts variables into config.yml, where each stands in single quotes. A quote within a value is
 * doubled, which is how YAML writes it: a password may hold any character of one line and stays a
 * password. Dropwizard's own substitutor would let it become YAML.
 */
public final class QuotedEnvironment extends StringSubstitutor {
  public QuotedEnvironment(Map<String, String> environment) {
    super(new Variables(environment)::quoted);
    // A password that holds ${HOME} means these characters.
    setDisableSubstitutionInValues(true);
  }
}
