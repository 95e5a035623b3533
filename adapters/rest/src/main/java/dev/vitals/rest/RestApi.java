package dev.vitals.rest;

import dev.vitals.application.ingest.IngestSamples;
import dev.vitals.application.query.SummarizeRange;
import dev.vitals.rest.docs.DocsResource;
import dev.vitals.rest.ingest.IngestServlet;
import dev.vitals.rest.problem.JettyProblemHandler;
import dev.vitals.rest.problem.ProblemMapper;
import dev.vitals.rest.query.MetricsResource;
import dev.vitals.rest.request.AnsweredRequests;
import dev.vitals.rest.request.IdentifiedRequests;
import dev.vitals.rest.request.RequestMeter;
import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.setup.Environment;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.glassfish.jersey.server.ServerProperties;

/** The HTTP inlet and outlet. */
public final class RestApi {
  private RestApi() {}

  /** Puts the resources, and problems for every error, into a server that is yet to be built. */
  public static void install(
      AbstractServerFactory serverFactory,
      Environment environment,
      IngestSamples ingest,
      SummarizeRange summarize,
      RestLimits limits,
      RequestMeter meter) {
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

    environment.lifecycle().addEventListener(new Around(meter));

    environment
        .servlets()
        .addServlet("ingest", new IngestServlet(ingest, limits, environment.getObjectMapper()))
        .addMapping("/ingest", "/ingest/");
    environment.jersey().register(new MetricsResource(summarize));
    environment.jersey().register(new DocsResource());
    // Absolute, a redirect would name a host and a path that a proxy may hide.
    environment
        .jersey()
        .property(ServerProperties.LOCATION_HEADER_RELATIVE_URI_RESOLUTION_DISABLED, true);
  }

  /**
   * Goes around all that Dropwizard has put together, just before it starts: what never gets to our
   * resources is identified and measured too.
   */
  private record Around(RequestMeter meter) implements LifeCycle.Listener {
    @Override
    public void lifeCycleStarting(LifeCycle starting) {
      if (starting instanceof Server server) {
        server.insertHandler(new IdentifiedRequests());
        server.setRequestLog(new AnsweredRequests(meter));
      }
    }
  }
}
