package dev.vitals.rest.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.rest.TestApi;
import dev.vitals.rest.TestApi.Answer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a client throws away is gone, so a clock that is wrong says never to nobody. */
class WrongClockTest {
  private static final String IN_TIME = record("2025-06-01T09:30:00Z");
  private static final String FUTURE = record("2027-06-01T09:30:00Z");
  private static final String OLD = record("1999-06-01T09:30:00Z");

  @RegisterExtension static final TestApi API = new TestApi();

  @Test
  void whatItWouldRefuseIsToBeSentAgainLater() {
    API.clockIsWrong();
    for (String refused : new String[] {FUTURE, OLD}) {
      assertUnavailable(API.ingest("[" + refused + "]"));
      assertUnavailable(API.ingest("[" + IN_TIME + "," + refused + "]"));
      assertUnavailable(
          API.ingest(
              ("[" + IN_TIME + "," + refused + "]").getBytes(StandardCharsets.UTF_8),
              "Prefer",
              "handling=lenient"));
    }
  }

  @Test
  void whatItWouldTakeIsTaken() {
    API.clockIsWrong();

    assertThat(API.ingest("[" + IN_TIME + "]").status()).isEqualTo(200);
  }

  @Test
  void otherMistakesAreRefusedAsEver() {
    API.clockIsWrong();

    assertThat(API.ingest("[" + IN_TIME.replace("5}", "-5}") + "]").status()).isEqualTo(422);
    assertThat(API.ingest("[" + FUTURE + ",").status()).isEqualTo(400);
  }

  @Test
  void aRightOneRefusesForGood() {
    assertThat(API.ingest("[" + FUTURE + "]").status()).isEqualTo(422);
    assertThat(API.ingest("[" + OLD + "]").status()).isEqualTo(422);
  }

  private static void assertUnavailable(Answer answer) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("30");
    assertThat(answer.detail()).contains("clock is wrong").contains("keep it");
  }

  private static String record(String timestamp) {
    return "{\"user_id\":1,\"timestamp\":\"" + timestamp + "\",\"steps\":5}";
  }
}
