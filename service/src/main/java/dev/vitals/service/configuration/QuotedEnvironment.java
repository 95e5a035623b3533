package dev.vitals.service.configuration;

import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.text.StringSubstitutor;
import org.apache.commons.text.TextStringBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Puts variables into config.yml, where each stands in single quotes. A quote within a value is
 * doubled, which is how YAML writes it: a password may hold any character of one line and stays a
 * password. Dropwizard's own substitutor would let it become YAML.
 */
public final class QuotedEnvironment extends StringSubstitutor {
  private static final Pattern NAME = Pattern.compile("[\\w.-]+");

  public QuotedEnvironment(Map<String, String> environment) {
    super(new Variables(environment)::quoted);
    // A password that holds ${HOME} means these characters.
    setDisableSubstitutionInValues(true);
  }

  /** What is in the braces is named only if it can be a name: it may be part of a password. */
  @Override
  protected @Nullable String resolveVariable(
      String name, TextStringBuilder text, int start, int end) {
    String written = text.substring(start, end);
    // The superclass would ask for an inner variable even where the outer one is set.
    if (!NAME.matcher(name).matches() || written.lastIndexOf("${") > 0) {
      throw new UnusableVariableException(
          "line %s of config.yml: a variable is written ${NAME} or ${NAME:-default}, without another within"
              .formatted(text.substring(0, start + 1).lines().count()));
    }
    String value = super.resolveVariable(name, text, start, end);
    if (value == null && written.equals("${" + name + "}")) {
      throw new UnusableVariableException(
          name + " is not set, and config.yml gives no default for it");
    }
    return value;
  }
}
