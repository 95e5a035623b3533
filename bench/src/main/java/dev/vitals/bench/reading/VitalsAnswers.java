package dev.vitals.bench.reading;

import dev.vitals.domain.time.TimeRange;
import java.math.BigDecimal;

/** The service's own. */
final class VitalsAnswers implements Respondent {
  @Override
  public byte[] request(int user, TimeRange range) {
    return Requests.metrics(user, range);
  }

  @Override
  public Figures figures(String body) {
    return new Figures(
        Double.parseDouble(value(body, "\"average_heart_rate\":")),
        Long.parseLong(value(body, "\"min_heart_rate\":")),
        Long.parseLong(value(body, "\"max_heart_rate\":")),
        Long.parseLong(value(body, "\"total_steps\":")),
        new BigDecimal(value(body, "\"total_calories\":")).movePointRight(3).longValueExact());
  }

  private static String value(String body, String name) {
    int at = body.indexOf(name);
    if (at < 0) {
      throw new IllegalStateException("no " + name + " in an answer");
    }
    int from = at + name.length();
    int until = from;
    while (body.charAt(until) != ',' && body.charAt(until) != '}') {
      until++;
    }
    return body.substring(from, until);
  }
}
