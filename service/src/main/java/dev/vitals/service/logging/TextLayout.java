package dev.vitals.service.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dropwizard.logging.common.layout.DiscoverableLayoutFactory;
import java.util.TimeZone;

/** An event a line, its stack trace too: what breaks a line is shown as an exclamation mark. */
@JsonTypeName("vitals-text")
public final class TextLayout implements DiscoverableLayoutFactory<ILoggingEvent> {
  private static final String REQUEST = "%replace( request_id=%X{request_id}){' request_id=$', ''}";
  private static final String EXCEPTION = "%replace( ! %rEx){'^ ! $', ''}";
  // Without the last word a trace is added once more, over many lines.
  private static final String PATTERN =
      "%-5p [%d{ISO8601,TIMEZONE}] %c: %replace(%m"
          + REQUEST
          + EXCEPTION
          + "){'\\s*[\\r\\n]+\\s*', ' ! '}%n%nopex";

  @Override
  public LayoutBase<ILoggingEvent> build(LoggerContext context, TimeZone timeZone) {
    PatternLayout layout = new PatternLayout();
    layout.setContext(context);
    layout.setPattern(PATTERN.replace("TIMEZONE", timeZone.getID()));
    return layout;
  }
}
