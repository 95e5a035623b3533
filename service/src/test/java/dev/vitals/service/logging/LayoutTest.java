package dev.vitals.service.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitals.rest.request.RequestId;
import java.io.IOException;
import java.time.Instant;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** How events look, for people and for programs. */
class LayoutTest {
  private static final TimeZone UTC = TimeZone.getTimeZone("UTC");
  private static final String MESSAGE = "request_answered route={} status={} micros={}";

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

  @AfterEach
  void endRequest() {
    MDC.remove(RequestId.LOG_KEY);
  }

  @Test
  void aTextIsALineWithTheRequest() {
    MDC.put(RequestId.LOG_KEY, "abc-1");
    LoggingEvent event = event(MESSAGE, null, "/ingest", 200, 1_234L);

    assertThat(text(event))
        .isEqualTo(
            "INFO  [2026-11-01 12:00:00,250] dev.vitals.access:"
                + " request_answered route=/ingest status=200 micros=1234 request_id=abc-1\n");
  }

  @Test
  void outsideOfARequestATextNamesNone() {
    assertThat(text(event("started", null))).endsWith("dev.vitals.access: started\n");
  }

  @Test
  void aStackTraceAndAMessageWithBreaksStayOneLine() {
    Exception thrown = new IllegalStateException("first\nsecond", new IOException("below"));
    String line = text(event("failed\r\nINFO forged", thrown));

    assertThat(line.lines()).hasSize(1);
    assertThat(line)
        .contains("failed ! INFO forged")
        .contains("first ! second")
        .contains("java.io.IOException: below")
        .contains("LayoutTest");
  }

  @Test
  void jsonHasTheFieldsOfTheMessageAndTheRequest() throws Exception {
    MDC.put(RequestId.LOG_KEY, "abc-1");
    LoggingEvent event = event(MESSAGE, null, "/ingest", 200, 1_234L);
    JsonNode line = json(event);

    assertThat(line.path("timestamp").textValue()).isEqualTo("2026-11-01T12:00:00.250Z");
    assertThat(line.path("level").textValue()).isEqualTo("INFO");
    assertThat(line.path("logger").textValue()).isEqualTo("dev.vitals.access");
    assertThat(line.path("message").textValue())
        .isEqualTo("request_answered route=/ingest status=200 micros=1234");
    assertThat(line.path("route").textValue()).isEqualTo("/ingest");
    assertThat(line.path("status").intValue()).isEqualTo(200);
    assertThat(line.path("micros").longValue()).isEqualTo(1_234);
    assertThat(line.path("request_id").textValue()).isEqualTo("abc-1");
  }

  @Test
  void aFieldOfAMessageDoesNotTakeThePlaceOfTheEventsOwn() throws Exception {
    JsonNode line = json(event("forged level={} message={}", null, "ERROR", "none"));

    assertThat(line.path("level").textValue()).isEqualTo("INFO");
    assertThat(line.path("message").textValue()).isEqualTo("forged level=ERROR message=none");
  }

  @Test
  void anExceptionIsWithinTheObject() throws Exception {
    JsonNode line = json(event("failed", new IllegalStateException("first\nsecond")));

    assertThat(line.path("exception").textValue()).contains("first\nsecond").contains("LayoutTest");
  }

  private String text(ILoggingEvent event) {
    LayoutBase<ILoggingEvent> layout = new TextLayout().build(context, UTC);
    layout.start();
    return layout.doLayout(event);
  }

  /** One object, and one line of it. */
  private JsonNode json(ILoggingEvent event) throws IOException {
    LayoutBase<ILoggingEvent> layout = new JsonLayout().build(context, UTC);
    layout.start();
    String line = layout.doLayout(event);
    assertThat(line.lines()).hasSize(1);
    assertThat(line).endsWith("\n");
    return new ObjectMapper().readTree(line);
  }

  private LoggingEvent event(String message, @Nullable Throwable thrown, Object... arguments) {
    Logger logger = context.getLogger("dev.vitals.access");
    LoggingEvent event =
        new LoggingEvent(
            LayoutTest.class.getName(), logger, Level.INFO, message, thrown, arguments);
    event.setInstant(Instant.parse("2026-11-01T12:00:00.250Z"));
    return event;
  }
}
