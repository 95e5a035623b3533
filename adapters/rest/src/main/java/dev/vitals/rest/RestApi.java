package dev.vitals.rest;

import dev.vitals.application.ingest.IngestSamples;
import dev.vitals.application.query.SummarizeRange;
import dev.vitals.rest.docs.DocsResource;
import dev.vitals.rest.ingest.IngestServlet;
import dev.vitals.rest.problem.JettyProblemHandler;
import dev.vitals.rest.problem.ProblemMapper;
import dev.vitals.rest.query.MetricsResource;
import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.setup.Environment;

/** The HTTP inlet and outlet. */
public final class RestApi {
  private RestApi() {}

  /** Puts the resources, and problems for every error, into a server that is yet to be built. */
  public static void install(
      AbstractServerFactory serverFactory,
      Environment environment,
      IngestSamples ingest,
      SummarizeRange summarize,
      RestLimits limits) {
    // Dropwizard's own mappers answer in three formats, none of them RFC 9457.
    serverFactory.setRegisterDefaultExceptionMappers(false);
    // It inflates requests without a limit and without a look at their checksum.
    serverFactory.getGzipFilterFactory().setEnabled(false);
    // A thread's name would hold the query, and with it who was asked for.
    serverFactory.setEnableThreadNameFilter(false);
    environment.jersey().register(new ProblemMapper());
    JettyProblemHandler problems = new JettyProblemHandler(environment.getObjectMapper());
    environment.getApplicationContext().setErrorHandler(problems);
    environment.lifecycle().addServerLifecycleListener(server -> server.setErrorHandler(problems));

    environment
        .servlets()
        .addServlet("ingest", new IngestServlet(ingest, limits, environment.getObjectMapper()))
        .addMapping("/ingest", "/ingest/");
    environment.jersey().register(new MetricsResource(summarize));
    environment.jersey().register(new DocsResource());
  }
}
