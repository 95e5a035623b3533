package dev.vitals.service.configuration;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import dev.vitals.service.configuration.ConfigurationPage.Row;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDataSize;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDataSize;
import io.dropwizard.validation.MinDuration;
import io.dropwizard.validation.PortRange;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.metadata.ConstraintDescriptor;
import jakarta.validation.metadata.ContainerElementTypeDescriptor;
import jakarta.validation.metadata.PropertyDescriptor;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The least and the most that a setting may be: numbers as they are, times in nanoseconds, sizes in
 * bytes. Empty where anything of the type will do.
 */
record Bounds(Optional<Long> lower, Optional<Long> upper) {
  private static final ObjectMapper JSON = Jackson.newObjectMapper();
  private static final Validator VALIDATOR = Limits.validatorFactory().getValidator();

  static Bounds documented(Row row) {
    return new Bounds(row.lowerBound().map(Bounds::number), row.upperBound().map(Bounds::number));
  }

  static Bounds annotated(Object section, String path) {
    int dot = path.indexOf('.');
    String name = dot < 0 ? path : path.substring(0, dot);
    Optional<BeanPropertyDefinition> property = property(section, name.replace("[]", ""));
    // Below a map, names are not ours.
    if (property.isEmpty()) {
      return new Bounds(Optional.empty(), Optional.empty());
    }
    if (dot < 0) {
      return of(section, property.get());
    }
    Object value = property.get().getAccessor().getValue(section);
    return annotated(
        name.endsWith("[]") ? ((List<?>) value).get(0) : value, path.substring(dot + 1));
  }

  private static Optional<BeanPropertyDefinition> property(Object bean, String name) {
    return JSON
        .getSerializationConfig()
        .introspect(JSON.constructType(bean.getClass()))
        .findProperties()
        .stream()
        .filter(property -> property.getName().equals(name))
        .findFirst();
  }

  private static Bounds of(Object bean, BeanPropertyDefinition property) {
    PropertyDescriptor constraints =
        VALIDATOR
            .getConstraintsForClass(bean.getClass())
            .getConstraintsForProperty(property.getInternalName());
    List<Annotation> annotations =
        constraints == null ? List.of() : annotations(constraints).toList();
    return new Bounds(
        annotations.stream().flatMap(each -> lower(each).stream()).max(Long::compare),
        annotations.stream().flatMap(each -> upper(each).stream()).min(Long::compare));
  }

  /** Those within an Optional too, and those that a range is made of. */
  private static Stream<Annotation> annotations(PropertyDescriptor property) {
    return Stream.concat(
            property.getConstraintDescriptors().stream(),
            property.getConstrainedContainerElementTypes().stream()
                .map(ContainerElementTypeDescriptor::getConstraintDescriptors)
                .flatMap(Set::stream))
        .flatMap(each -> Stream.concat(Stream.of(each), each.getComposingConstraints().stream()))
        .map(ConstraintDescriptor::getAnnotation);
  }

  private static Optional<Long> lower(Annotation annotation) {
    if (annotation instanceof Min min) {
      return Optional.of(min.value());
    }
    if (annotation instanceof PortRange) {
      // Beside its range it takes 0 for any port.
      return Optional.of(0L);
    }
    if (annotation instanceof MinDuration min) {
      return Optional.of(min.unit().toNanos(min.value())).filter(length -> length > 0);
    }
    return annotation instanceof MinDataSize min
        ? Optional.of(min.unit().toBytes(min.value())).filter(size -> size > 0)
        : Optional.empty();
  }

  private static Optional<Long> upper(Annotation annotation) {
    if (annotation instanceof Max max) {
      return Optional.of(max.value());
    }
    if (annotation instanceof PortRange range) {
      return Optional.of((long) range.max());
    }
    if (annotation instanceof MaxDuration max) {
      return Optional.of(max.unit().toNanos(max.value()));
    }
    return annotation instanceof MaxDataSize max
        ? Optional.of(max.unit().toBytes(max.value()))
        : Optional.empty();
  }

  private static long number(String written) {
    if (written.matches("\\d+")) {
      return Long.parseLong(written);
    }
    return written.endsWith("B")
        ? DataSize.parse(written).toBytes()
        : Duration.parse(written).toNanoseconds();
  }
}
