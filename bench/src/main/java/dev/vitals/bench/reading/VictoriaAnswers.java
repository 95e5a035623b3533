package dev.vitals.bench.reading;

import dev.vitals.bench.peers.VictoriaMetrics;
import dev.vitals.bench.rig.HttpConnection;
import dev.vitals.domain.time.TimeRange;

/**
 * VictoriaMetrics', by one query of a moment: of five forms that give the same it took the least
 * CPU for an hour and a day, and no more than the others for 30 days.
 *
 * <p>Its window leaves out where it begins and takes in where it ends, so the moment is the
 * millisecond before the range's end: {@code (start - 1 ms, end - 1 ms]} holds what {@code [start,
 * end)} does, where moments are whole milliseconds.
 */
final class VictoriaAnswers implements Respondent {
  @Override
  public byte[] request(int user, TimeRange range) {
    String window =
        "{user=\""
            + user
            + "\"}["
            + (range.end().toEpochMilli() - range.start().toEpochMilli())
            + "ms]";
    return HttpConnection.get(
        VictoriaMetrics.queryPath(
            "aggr_over_time((\"avg_over_time\",\"min_over_time\",\"max_over_time\"),"
                + "health_heart_rate"
                + window
                + ") or sum_over_time("
                + "{__name__=~\"health_steps|health_calories\","
                + window.substring(1)
                + ") keep_metric_names",
            range.end().toEpochMilli() - 1));
  }

  @Override
  public Figures figures(String body) {
    return new Figures(
        Double.parseDouble(value(body, "\"rollup\":\"avg_over_time\"")),
        Long.parseLong(value(body, "\"rollup\":\"min_over_time\"")),
        Long.parseLong(value(body, "\"rollup\":\"max_over_time\"")),
        Long.parseLong(value(body, "\"__name__\":\"health_steps\"")),
        Long.parseLong(value(body, "\"__name__\":\"health_calories\"")));
  }

  /** Of the series that has the label: behind a moment, in quotes. */
  private static String value(String body, String label) {
    int series = body.indexOf(label);
    int pair = body.indexOf("\"value\":[", series);
    if (series < 0 || pair < 0) {
      throw new IllegalStateException("no " + label + " in an answer");
    }
    int from = body.indexOf(",\"", pair) + 2;
    return body.substring(from, body.indexOf('"', from));
  }
}
