package dev.vitals.rest;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** What one logger logs during a test, from INFO on unless told otherwise. */
public final class LoggedEvents implements BeforeEachCallback, AfterEachCallback {
  private final Logger logger;
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  public LoggedEvents(String logger) {
    this.logger = (Logger) LoggerFactory.getLogger(logger);
  }

  public List<ILoggingEvent> events() {
    return appender.list;
  }

  public void from(Level level) {
    logger.setLevel(level);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    from(Level.INFO);
    appender.start();
    logger.addAppender(appender);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    logger.detachAppender(appender);
    logger.setLevel(null);
  }
}
