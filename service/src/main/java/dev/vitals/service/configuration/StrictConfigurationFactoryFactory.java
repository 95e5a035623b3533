package dev.vitals.service.configuration;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.configuration.DefaultConfigurationFactoryFactory;

/** Refuses an empty switch or number, which Jackson takes for false or 0: the port for any. */
public final class StrictConfigurationFactoryFactory
    extends DefaultConfigurationFactoryFactory<VitalsConfiguration> {
  @Override
  protected ObjectMapper configureObjectMapper(ObjectMapper mapper) {
    return super.configureObjectMapper(mapper)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
  }
}
