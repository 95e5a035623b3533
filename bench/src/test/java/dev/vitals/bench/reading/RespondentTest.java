package dev.vitals.bench.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.domain.time.TimeRange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RespondentTest {
  private static final Figures FIGURES = new Figures(74.5, 60, 89, 451, 149_435);

  private static final TimeRange HOUR =
      new TimeRange(Instant.ofEpochSecond(1_794_589_620), Instant.ofEpochSecond(1_794_593_220));

  private static String asked(Respondent respondent) {
    String request = new String(respondent.request(7, HOUR), StandardCharsets.US_ASCII);
    return URLDecoder.decode(request.lines().findFirst().orElseThrow(), StandardCharsets.UTF_8);
  }

  @Test
  void theServicesAnswerIsRead() {
    assertThat(
            new VitalsAnswers()
                .figures(
                    "{\"user_id\":7,\"start\":\"2026-11-13T18:07:00Z\",\"samples\":60,"
                        + "\"average_heart_rate\":74.5,\"min_heart_rate\":60,\"max_heart_rate\":89,"
                        + "\"total_steps\":451,\"total_calories\":149.435}"))
        .isEqualTo(FIGURES);
  }

  @Test
  void influxDbsAnswerIsRead() {
    assertThat(
            new InfluxAnswers()
                .figures(
                    "{\"results\":[{\"statement_id\":0,\"series\":[{\"name\":\"health\",\"columns\":"
                        + "[\"time\",\"mean\",\"min\",\"max\",\"sum\",\"sum_1\"],"
                        + "\"values\":[[1794589620000,74.5,60,89,451,149435]]}]}]}\n"))
        .isEqualTo(FIGURES);
  }

  @Test
  void victoriaMetricsAnswerIsReadByItsLabels() {
    assertThat(
            new VictoriaAnswers()
                .figures(
                    "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
                        + series("\"__name__\":\"health_steps\"", "451")
                        + ","
                        + series("\"rollup\":\"max_over_time\"", "89")
                        + ","
                        + series("\"rollup\":\"avg_over_time\"", "74.5")
                        + ","
                        + series("\"__name__\":\"health_calories\"", "149435")
                        + ","
                        + series("\"rollup\":\"min_over_time\"", "60")
                        + "]}}"))
        .isEqualTo(FIGURES);
  }

  private static String series(String label, String value) {
    return "{\"metric\":{"
        + label
        + ",\"user\":\"7\"},\"value\":[1794593219.999,\""
        + value
        + "\"]}";
  }

  @Test
  void anAnswerWithoutFiguresIsNone() {
    for (Respondent respondent :
        List.of(new VitalsAnswers(), new InfluxAnswers(), new VictoriaAnswers())) {
      assertThatThrownBy(() -> respondent.figures("{\"results\":[{\"statement_id\":0}]}"))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void influxDbIsAskedForTheStartAndNotForTheEnd() {
    assertThat(asked(new InfluxAnswers()))
        .contains("\"user\" = '7'")
        .contains("time >= 1794589620000ms and time < 1794593220000ms");
  }

  /** Its window is open where it begins, and closed where it ends. */
  @Test
  void victoriaMetricsIsAskedAMillisecondBeforeTheEnd() {
    assertThat(asked(new VictoriaAnswers()))
        .contains("&time=1794593219.999 ")
        .contains("health_heart_rate{user=\"7\"}[3600000ms]")
        .contains("{__name__=~\"health_steps|health_calories\",user=\"7\"}[3600000ms]");
  }
}
