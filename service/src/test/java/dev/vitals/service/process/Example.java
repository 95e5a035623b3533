package dev.vitals.service.process;

import static org.assertj.core.api.Assertions.assertThat;

/** The README's example with its answers. */
final class Example {
  static final String SAMPLES =
      """
      [{"user_id":101,"timestamp":"2025-01-01T09:30:00Z","heart_rate":78,"steps":150,"calories":6.5},
       {"user_id":101,"timestamp":"2025-01-01T09:45:00Z","heart_rate":82,"steps":300,"calories":13},
       {"user_id":202,"timestamp":"2025-01-01T10:00:00Z","heart_rate":90,"steps":500,"calories":22.5},
       {"user_id":101,"timestamp":"2025-01-01T10:15:00Z","heart_rate":85,"steps":200,"calories":9.1}]
      """;

  static final String DAY =
      "/metrics?user_id=101&start=2025-01-01T00:00:00Z&end=2025-01-02T00:00:00Z";

  private static final String DAY_ANSWER =
      "{\"user_id\":101,\"start\":\"2025-01-01T00:00:00Z\",\"end\":\"2025-01-02T00:00:00Z\","
          + "\"samples\":3,\"average_heart_rate\":81.66666666666667,\"min_heart_rate\":78,"
          + "\"max_heart_rate\":85,\"total_steps\":650,\"total_calories\":28.6}";

  private Example() {}

  static void ingest(VitalsProcess vitals) throws Exception {
    ingest(vitals, "\"new\":4,\"changed\":0,\"unchanged\":0,\"collapsed\":0");
  }

  static void ingestAgain(VitalsProcess vitals) throws Exception {
    ingest(vitals, "\"new\":0,\"changed\":0,\"unchanged\":4,\"collapsed\":0");
  }

  private static void ingest(VitalsProcess vitals, String outcome) throws Exception {
    var answer = vitals.ingest(SAMPLES);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo("{\"message\":\"4 records ingested\",\"count\":4," + outcome + "}");
  }

  static void assertAnswered(VitalsProcess vitals) throws Exception {
    var answer = vitals.get(DAY);
    assertThat(answer.body()).isEqualTo(DAY_ANSWER);
    assertThat(answer.statusCode()).isEqualTo(200);
  }
}
