package dev.vitals.rest.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.application.ingest.ExpiredSamplesException;
import dev.vitals.application.ingest.Ingested;
import dev.vitals.application.ingest.Rejection;
import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.rest.TestApi;
import dev.vitals.rest.TestApi.Answer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is received is accepted or rejected, whatever becomes of a request. */
class RecordCountsTest {
  private static final String GOOD =
      "{\"user_id\":1,\"timestamp\":\"2025-06-01T09:30:00Z\",\"steps\":5}";
  private static final String OTHER = GOOD.replace("\"user_id\":1", "\"user_id\":2");
  private static final String BAD = GOOD.replace("5}", "-5,\"x\":1}");

  @RegisterExtension static final TestApi API = new TestApi();

  @AfterEach
  void theyAddUp() {
    int rejected = API.records.rejected().values().stream().mapToInt(Integer::intValue).sum();
    assertThat(API.records.received()).isEqualTo(API.records.accepted() + rejected);
    assertThat(API.records.accepted()).isEqualTo(API.records.stored().records());
  }

  @Test
  void goodOnesAreAccepted() {
    assertThat(API.ingest("[" + GOOD + "," + OTHER + "]").status()).isEqualTo(200);

    assertAccepted(2);
    assertRejected(Map.of());
    assertThat(API.records.stored()).isEqualTo(new Ingested(2, 0, 0, 0));
  }

  @Test
  void aRecordOfTheSameMomentIsAcceptedAndCollapsed() {
    assertThat(API.ingest("[" + GOOD + "," + GOOD + "," + OTHER + "]").status()).isEqualTo(200);

    assertAccepted(3);
    assertThat(API.records.stored()).isEqualTo(new Ingested(2, 0, 0, 1));
  }

  @Test
  void aBadOneTakesItsNeighboursWithIt() {
    assertThat(API.ingest("[" + BAD + "," + GOOD + "," + OTHER + ",7]").status()).isEqualTo(422);

    assertAccepted(0);
    assertRejected(Map.of(Rejection.INVALID, 2, Rejection.NEIGHBOUR, 2));
  }

  @Test
  void unlessTheClientPrefersOtherwise() {
    assertThat(lenient("[" + BAD + "," + GOOD + "," + OTHER + ",7]").status()).isEqualTo(200);

    assertAccepted(2);
    assertRejected(Map.of(Rejection.INVALID, 2));
  }

  @Test
  void expiredOnesAreToldFromThoseThatBreakARule() {
    expireBefore("2025-06-01T09:31:00Z");
    String young = OTHER.replace("09:30", "09:31");

    assertThat(lenient("[" + BAD + "," + GOOD + "," + young + "]").status()).isEqualTo(200);

    assertAccepted(1);
    assertRejected(Map.of(Rejection.INVALID, 1, Rejection.EXPIRED, 1));
  }

  @Test
  void anExpiredOneTakesItsNeighboursWithItToo() {
    expireBefore("2025-06-01T09:31:00Z");
    String young = OTHER.replace("09:30", "09:31");

    assertThat(API.ingest("[" + young + "," + GOOD + "," + young + "]").status()).isEqualTo(422);

    assertAccepted(0);
    assertRejected(Map.of(Rejection.EXPIRED, 1, Rejection.NEIGHBOUR, 2));
  }

  @Test
  void thoseBeforeABreakInTheBodyWereReceived() {
    assertThat(API.ingest("[" + GOOD + "," + BAD + "," + GOOD + ",{").status()).isEqualTo(400);

    assertAccepted(0);
    assertRejected(Map.of(Rejection.MALFORMED, 3));
  }

  @Test
  void thoseBeforeTheLimitOfWhatIsInflatedWereReceived() {
    String body = "[" + (GOOD + ",").repeat(10) + " ".repeat((int) TestApi.LIMITS.maxBodyBytes());

    assertThat(gzipped(body + GOOD + "]").status()).isEqualTo(413);

    assertAccepted(0);
    assertRejected(Map.of(Rejection.TOO_LARGE, 10));
  }

  @Test
  void aStoreThatIsAwayRejectsAllOfThem() {
    API.samples.failWith(new StoreUnavailableException(Reason.AWAY, null));

    assertThat(API.ingest("[" + GOOD + "," + OTHER + "]").status()).isEqualTo(503);

    assertAccepted(0);
    assertRejected(Map.of(Rejection.UNAVAILABLE, 2));
  }

  @Test
  void aStoreThatRefusesRejectsAllOfThem() {
    API.samples.failWith(new StoreRejectedException(new IllegalStateException("no")));

    assertThat(API.ingest("[" + GOOD + "]").status()).isEqualTo(500);

    assertAccepted(0);
    assertRejected(Map.of(Rejection.FAILED, 1));
  }

  @Test
  void aBodyThatIsNotThereAsAWholeIsNotRead() {
    byte[] tooLarge =
        ("[" + GOOD + " ".repeat((int) TestApi.LIMITS.maxBodyBytes()) + "]")
            .getBytes(StandardCharsets.UTF_8);

    // Of a length that is not told, so that it has to be counted as it comes.
    assertThat(
            API.post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooLarge)))
                .status())
        .isEqualTo(413);

    assertThat(API.records.received()).isZero();
  }

  @Test
  void aClockThatIsWrongRejectsAllOfARequestThatItWouldRefuse() {
    API.clockIsWrong();
    String future = GOOD.replace("2025-", "2027-");

    assertThat(API.ingest("[" + GOOD + "," + future + "," + BAD + "]").status()).isEqualTo(503);

    assertAccepted(0);
    assertRejected(Map.of(Rejection.CLOCK, 3));
  }

  @Test
  void aFullQueueRejectsWhatWasReadUntilThen() throws InterruptedException {
    Runnable release = API.samples.hold();
    String body = "[" + (GOOD + ",").repeat(599) + GOOD + "]";
    Thread first = new Thread(() -> API.ingest(body));
    first.start();
    API.samples.awaitHeld(1);

    // Packed it takes no room to speak of, and what it holds does. That is taken in powers of two,
    // and
    // the first has 600 of 1,000.
    assertThat(gzipped(body).status()).isEqualTo(503);

    assertRejected(Map.of(Rejection.QUEUE_FULL, 257));
    release.run();
    first.join();
    assertAccepted(600);
  }

  @Test
  void whatIsNotReadAtAllIsNotReceived() {
    Answer answer = API.ingest(new byte[0], "Content-Encoding", "br");

    assertThat(answer.status()).isEqualTo(415);
    assertThat(API.records.received()).isZero();
  }

  private static void expireBefore(String horizon) {
    Instant bound = Instant.parse(horizon);
    API.samples.failWith(
        new ExpiredSamplesException(bound),
        batch -> batch.earliestMicros() < bound.getEpochSecond() * 1_000_000);
  }

  private static Answer gzipped(String body) {
    return API.ingest(Gzip.of(body), "Content-Encoding", "gzip");
  }

  private static Answer lenient(String body) {
    return API.ingest(body.getBytes(StandardCharsets.UTF_8), "Prefer", "handling=lenient");
  }

  private static void assertAccepted(int records) {
    assertThat(API.records.accepted()).isEqualTo(records);
  }

  private static void assertRejected(Map<Rejection, Integer> rejected) {
    assertThat(API.records.rejected()).isEqualTo(rejected);
  }
}
