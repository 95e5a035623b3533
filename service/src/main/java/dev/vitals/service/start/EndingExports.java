package dev.vitals.service.start;

import dev.vitals.application.export.ExportSamples;
import io.dropwizard.lifecycle.ServerLifecycleListener;
import java.time.Duration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * Lets exports that are nearly done come to their end when the service stops, and cuts the others:
 * they would hold it up for as long as it may be.
 */
public record EndingExports(ExportSamples exports) implements ServerLifecycleListener {
  /** As long as a silent body may hold it up ({@link PatientShutdown}). */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Override
  public void serverStarted(Server server) {
    server.addEventListener(
        new LifeCycle.Listener() {
          @Override
          public void lifeCycleStopping(LifeCycle stopping) {
            exports.endWithin(PATIENCE);
          }
        });
  }
}
