package dev.vitals.service.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.ConfigurationFactory;
import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.jackson.Jackson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A config.yml, read as the service reads it. */
public final class ConfigurationFile {
  static final Path SHIPPED = Path.of("../config.yml");
  static final YAMLMapper YAML = new YAMLMapper();

  private static final ObjectMapper JSON = Jackson.newObjectMapper();

  /** The service's own, which refuses a setting that is none or is empty. */
  private static final ConfigurationFactory<VitalsConfiguration> FACTORY =
      new StrictConfigurationFactoryFactory()
          .create(VitalsConfiguration.class, Limits.validatorFactory().getValidator(), JSON, "dw");

  private ConfigurationFile() {}

  public static VitalsConfiguration read(Path file, Map<String, String> environment)
      throws IOException, ConfigurationException {
    return FACTORY.build(
        new SubstitutingSourceProvider(
            new FileConfigurationSourceProvider(), new QuotedEnvironment(environment)),
        file.toString());
  }

  /** As it is written, with the variables. */
  static JsonNode written() throws IOException {
    return YAML.readTree(Files.readString(SHIPPED));
  }

  /** What the service makes of the shipped file with some values in it written otherwise. */
  static JsonNode shippedWith(Map<String, ? extends JsonNode> values)
      throws IOException, ConfigurationException {
    String shipped = new QuotedEnvironment(Map.of()).replace(Files.readString(SHIPPED));
    JsonNode file = YAML.readTree(shipped);
    values.forEach((path, value) -> set((ObjectNode) file, path, value));
    return tree(
        FACTORY.build(
            ignored -> new ByteArrayInputStream(YAML.writeValueAsBytes(file)), "config.yml"));
  }

  /** What the service makes of the shipped file. */
  static JsonNode shipped() throws IOException, ConfigurationException {
    return tree(read(SHIPPED, Map.of()));
  }

  static JsonNode tree(Object configuration) {
    return JSON.valueToTree(configuration);
  }

  /** A name of a logger has dots too; a name with [] behind it is a list's only element. */
  private static void set(ObjectNode node, String path, JsonNode value) {
    int dot = node.has(path) ? -1 : path.indexOf('.');
    if (dot < 0) {
      node.set(path, value);
    } else {
      set(child(node, path.substring(0, dot)), path.substring(dot + 1), value);
    }
  }

  private static ObjectNode child(ObjectNode parent, String name) {
    return name.endsWith("[]")
        ? (ObjectNode) parent.get(name.substring(0, name.length() - 2)).get(0)
        : parent.withObjectProperty(name);
  }
}
