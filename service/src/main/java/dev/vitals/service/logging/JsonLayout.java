package dev.vitals.service.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dropwizard.logging.json.EventJsonLayoutBaseFactory;
import io.dropwizard.logging.json.layout.EventJsonLayout;
import java.util.Map;
import java.util.TimeZone;

/** A JSON object a line, in which each {@code key={}} of a message is a field of its own. */
@JsonTypeName("vitals-json")
public final class JsonLayout extends EventJsonLayoutBaseFactory {
  public JsonLayout() {
    setTimestampFormat("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    // request_id stands beside the message.
    setFlattenMdc(true);
  }

  @Override
  public LayoutBase<ILoggingEvent> build(LoggerContext context, TimeZone timeZone) {
    EventJsonLayout layout =
        new EventJsonLayout(
            createDropwizardJsonFormatter(),
            createTimestampFormatter(timeZone),
            createThrowableProxyConverter(context),
            getIncludes(),
            getCustomFieldNames(),
            getAdditionalFields(),
            getIncludesMdcKeys(),
            isFlattenMdc()) {
          @Override
          protected Map<String, Object> toJsonMap(ILoggingEvent event) {
            Map<String, Object> fields = super.toJsonMap(event);
            MessageFields.of(event).forEach(fields::putIfAbsent);
            return fields;
          }
        };
    layout.setContext(context);
    return layout;
  }
}
