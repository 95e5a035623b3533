package dev.vitals.rest;

import com.codahale.metrics.MetricRegistry;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.rest.answer.AnswerWriter;
import dev.vitals.rest.answer.DeferredAnswers;
import dev.vitals.rest.connection.ConnectionLimits;
import dev.vitals.rest.connection.EarlyAnswers;
import dev.vitals.rest.connection.StagedCloseConnections;
import dev.vitals.rest.docs.DocsHandler;
import dev.vitals.rest.erase.EraseSamplesHandler;
import dev.vitals.rest.erase.EraseUserHandler;
import dev.vitals.rest.ingest.IngestHandler;
import dev.vitals.rest.problem.JettyProblemHandler;
import dev.vitals.rest.problem.ProblemMapper;
import dev.vitals.rest.query.LatestHandler;
import dev.vitals.rest.query.MetricsHandler;
import dev.vitals.rest.query.SamplesHandler;
import dev.vitals.rest.query.SeriesHandler;
import dev.vitals.rest.request.AnsweredRequests;
import dev.vitals.rest.request.Dispatch;
import dev.vitals.rest.request.IdentifiedRequests;
import dev.vitals.rest.request.RequestMeter;
import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jetty.MutableServletContextHandler;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;

/** The HTTP inlet and outlet. */
public final class RestApi {
  private RestApi() {}

  /**
   * Puts the resources, and problems for every error, into a server that is yet to be built.
   *
   * @param catalogue whose metrics are taken and answered
   */
  public static void install(
      AbstractServerFactory serverFactory,
      Environment environment,
      MetricCatalogue catalogue,
      UseCases useCases,
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

    environment.lifecycle().addEventListener(new Around(meter, limits, environment.metrics()));

    AnswerWriter answers = new AnswerWriter(environment.getObjectMapper());
    MutableServletContextHandler context = environment.getApplicationContext();
    context.insertHandler(new DeferredAnswers());
    context.insertHandler(new DocsHandler(catalogue, answers));
    context.insertHandler(new LatestHandler(useCases.latest(), catalogue, answers));
    context.insertHandler(new SeriesHandler(useCases.series(), catalogue, answers));
    context.insertHandler(new EraseUserHandler(useCases.erase(), answers));
    context.insertHandler(new EraseSamplesHandler(useCases.erase(), answers));
    // Hands DELETE on to the one before.
    context.insertHandler(new SamplesHandler(useCases.exports(), catalogue, answers));
    context.insertHandler(new MetricsHandler(useCases.summarize(), catalogue, answers));
    context.insertHandler(new IngestHandler(useCases.ingest(), catalogue, limits, answers));
  }

  /**
   * Goes around all that Dropwizard has put together, just before it starts: what never gets to our
   * resources is identified and measured too, and its connections are ours.
   */
  private record Around(RequestMeter meter, RestLimits limits, MetricRegistry metrics)
      implements LifeCycle.Listener {
    @Override
    public void lifeCycleStarting(LifeCycle starting) {
      if (starting instanceof Server server) {
        server.insertHandler(new EarlyAnswers());
        server.insertHandler(new IdentifiedRequests());
        server.insertHandler(new Dispatch());
        server.setRequestLog(new AnsweredRequests(meter));
        for (Connector connector : server.getConnectors()) {
          StagedCloseConnections.install((ServerConnector) connector, connections(), metrics);
        }
      }
    }

    /**
     * Of a body that is too large, so much more is read that nearly every client gets its answer.
     */
    private ConnectionLimits connections() {
      return new ConnectionLimits(
          limits.maxBodyBytes(), 4 * limits.maxBodyBytes(), limits.discardTime());
    }
  }
}
