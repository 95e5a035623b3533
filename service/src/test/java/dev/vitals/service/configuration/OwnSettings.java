package dev.vitals.service.configuration;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import io.dropwizard.jackson.Jackson;
import jakarta.validation.Validator;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.metadata.PropertyDescriptor;
import java.util.Map;
import java.util.TreeMap;

/** The settings that classes of ours take, by path, as Jackson and the validator see them. */
final class OwnSettings {
  private static final ObjectMapper JSON = Jackson.newObjectMapper();
  private static final Validator VALIDATOR = Limits.validatorFactory().getValidator();

  private final Map<String, Boolean> limited = new TreeMap<>();

  private OwnSettings() {}

  /** Whether each has limits. */
  static Map<String, Boolean> limitedByPath() {
    OwnSettings settings = new OwnSettings();
    settings.walk("", JSON.constructType(VitalsConfiguration.class));
    return settings.limited;
  }

  private void walk(String prefix, JavaType type) {
    for (BeanPropertyDefinition property : properties(type)) {
      boolean isOurs = isOurs(property.getNonConstructorMutator().getDeclaringClass());
      if (property.couldDeserialize() && isOurs) {
        String path = prefix + property.getName();
        if (isSection(property.getPrimaryType())) {
          walk(path + ".", property.getPrimaryType());
        } else {
          limited.put(path, isLimited(type.getRawClass(), property.getInternalName()));
        }
      }
    }
  }

  /** One with settings within, and not a value that is written as text. */
  private static boolean isSection(JavaType type) {
    return isOurs(type.getRawClass())
        && description(type).findJsonValueAccessor() == null
        && !type.isEnumType();
  }

  private static boolean isLimited(Class<?> type, String property) {
    PropertyDescriptor constraints =
        VALIDATOR.getConstraintsForClass(type).getConstraintsForProperty(property);
    return constraints != null
        && constraints.getConstraintDescriptors().stream()
            .anyMatch(constraint -> !(constraint.getAnnotation() instanceof NotNull));
  }

  private static Iterable<BeanPropertyDefinition> properties(JavaType type) {
    return JSON.getDeserializationConfig().introspect(type).findProperties();
  }

  private static BeanDescription description(JavaType type) {
    return JSON.getSerializationConfig().introspect(type);
  }

  private static boolean isOurs(Class<?> type) {
    return type.getName().startsWith("dev.vitals.");
  }
}
