package dev.vitals.service.configuration;

import io.dropwizard.jersey.validation.Validators;
import jakarta.validation.ValidatorFactory;
import java.util.Locale;

/** What holds settings to their limits. */
public final class Limits {
  private Limits() {}

  /**
   * Its messages are in one language, and whole: Hibernate Validator has its own limits in more
   * than twenty, Dropwizard in one. Not {@link Locale#ENGLISH}, for which there is no file, so that
   * Java would look for one of the machine's language.
   */
  public static ValidatorFactory validatorFactory() {
    return Validators.newConfiguration().defaultLocale(Locale.ROOT).buildValidatorFactory();
  }
}
