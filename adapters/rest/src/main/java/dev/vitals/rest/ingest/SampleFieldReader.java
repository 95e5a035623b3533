package dev.vitals.rest.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.vitals.application.ingest.Admission;
import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.domain.user.UserId;
import dev.vitals.rest.time.Rfc3339;
import dev.vitals.rest.time.Rfc3339Mistake;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value the parser stands on. For one that breaks the field's rule {@link #INVALID} is
 * returned, no exception: the reading goes on, to find what else is wrong in the request.
 */
final class SampleFieldReader {
  static final long INVALID = Long.MIN_VALUE;

  /** In digits: more of them may not fit, and have to be compared. */
  private static final int LONGEST_SURE_LONG = 18;

  private JsonParser json;
  private final TimeRange accepted;
  private final Admission admission;
  private final long acceptedStartMicros;
  private final long acceptedEndMicros;
  private String userName = "";
  private String brokenRule = "";

  SampleFieldReader(JsonParser json, TimeRange accepted, Admission admission) {
    this.json = json;
    this.admission = admission;
    this.accepted = accepted;
    this.acceptedStartMicros = accepted.startMicros();
    this.acceptedEndMicros = accepted.endMicros();
  }

  void goOnWith(JsonParser next) {
    json = next;
  }

  /** Which rule the value broke that was last {@link #INVALID}, with the limit. */
  String brokenRule() {
    return brokenRule;
  }

  /** Microseconds since the epoch. */
  long timestamp() throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      return reject(Rfc3339.RULE + notA(json.currentToken()));
    }
    long micros =
        Rfc3339.epochMicros(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    if (micros == Rfc3339.MALFORMED) {
      return reject(Rfc3339Mistake.of(json.getText()));
    }
    if (micros < acceptedStartMicros || micros >= acceptedEndMicros) {
      admission.refusedByClock();
    }
    if (micros < acceptedStartMicros) {
      return reject(
          "must not be before " + accepted.start() + ", the oldest accepted (ingest.oldestSample)");
    }
    if (micros >= acceptedEndMicros) {
      return reject("must be before " + accepted.end() + ", 24 hours ahead of the server");
    }
    return micros;
  }

  /**
   * Any number without a fraction, however it is written: 101, 101.0 and 1.01e2 are the same. Or a
   * string: then this is {@link UserId#NOBODY} and {@link #userName} tells which, unless it is the
   * canonical form of an integer.
   */
  long userId() throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      return integer(UserId.LEAST, UserId.GREATEST, null);
    }
    if (isUserNameAgain()) {
      return UserId.NOBODY;
    }
    String text = json.getText();
    long number = UserId.integerIn(text);
    if (number == UserId.NOBODY) {
      if (!UserId.isName(text)) {
        return reject(UserId.RULE);
      }
      userName = text;
    }
    return number;
  }

  /** Where the user was last named by one. The same object again if it is the same name again. */
  String userName() {
    return userName;
  }

  private boolean isUserNameAgain() throws IOException {
    int length = json.getTextLength();
    if (length != userName.length()) {
      return false;
    }
    char[] text = json.getTextCharacters();
    int offset = json.getTextOffset();
    for (int i = 0; i < length; i++) {
      if (text[offset + i] != userName.charAt(i)) {
        return false;
      }
    }
    return length > 0;
  }

  /** In the metric's units of 10<sup>-decimals</sup>; what is finer is rounded half up. */
  long value(Metric metric) throws IOException {
    if (metric.decimals() == 0) {
      return integer(metric.least(), metric.greatest(), metric);
    }
    JsonToken token = json.currentToken();
    if (!token.isNumeric()) {
      return reject(metric.rule() + notA(token));
    }
    long value =
        FixedPoint.scaled(
            metric, json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    if (value == FixedPoint.NOT_PLAIN) {
      return anyNumber(metric);
    }
    return metric.accepts(value) ? value : reject(metric.rule());
  }

  /**
   * @param metric whose rule is told if it is broken; null for a user's id
   */
  private long integer(long least, long greatest, @Nullable Metric metric) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT && json.getTextLength() <= LONGEST_SURE_LONG) {
      long value = json.getLongValue();
      return least <= value && value <= greatest ? value : reject(rule(metric));
    }
    if (!token.isNumeric()) {
      return reject(rule(metric) + notA(token));
    }
    BigDecimal value = decimal();
    if (!isBetween(value, BigDecimal.valueOf(least), BigDecimal.valueOf(greatest))) {
      return reject(rule(metric));
    }
    if (value.stripTrailingZeros().scale() > 0) {
      return reject(rule(metric) + ", not a fraction");
    }
    return value.longValueExact();
  }

  /** Only when it is told: to put it together takes longer than to read a record. */
  private static String rule(@Nullable Metric metric) {
    return metric == null ? UserId.RULE : metric.rule();
  }

  /** However it is written: with a sign, an exponent, or near a limit. */
  private long anyNumber(Metric metric) throws IOException {
    BigDecimal value = decimal();
    int decimals = metric.decimals();
    BigDecimal least = BigDecimal.valueOf(metric.least(), decimals);
    BigDecimal greatest = BigDecimal.valueOf(metric.greatest(), decimals);
    // Compared before it is rounded: an exponent in the millions would cost as many digits.
    if (!isBetween(value, least, greatest)) {
      return reject(metric.rule());
    }
    return value.abs().compareTo(BigDecimal.ONE.movePointLeft(decimals + 1)) < 0
        ? 0
        : value.setScale(decimals, RoundingMode.HALF_UP).unscaledValue().longValueExact();
  }

  /** A number with more digits or a larger exponent than can be held is taken for out of limits. */
  private BigDecimal decimal() throws IOException {
    try {
      return json.getDecimalValue();
    } catch (JsonProcessingException | NumberFormatException e) {
      return BigDecimal.valueOf(Long.MIN_VALUE);
    }
  }

  private static boolean isBetween(BigDecimal value, BigDecimal min, BigDecimal max) {
    return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
  }

  private static String notA(JsonToken token) {
    return switch (token) {
      case VALUE_STRING -> ", not a string";
      case VALUE_TRUE, VALUE_FALSE -> ", not a boolean";
      case START_ARRAY -> ", not an array";
      case START_OBJECT -> ", not an object";
      default -> ", not a number";
    };
  }

  private long reject(String rule) throws IOException {
    json.skipChildren();
    brokenRule = rule;
    return INVALID;
  }
}
