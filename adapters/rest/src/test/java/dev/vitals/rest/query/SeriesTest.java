package dev.vitals.rest.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.rest.TestApi;
import dev.vitals.rest.TestApi.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesTest {
  private static final String OF_ANN = "/metrics/series?user_id=ann";
  private static final String THREE_DAYS = "&start=2025-03-29&end=2025-04-01&zone=Europe/Berlin";

  @RegisterExtension static final TestApi API = new TestApi();

  /** Around the night in which clocks go from 02:00 to 03:00 in Berlin. */
  @BeforeEach
  void ingest() {
    Answer answer =
        API.ingest(
            """
            [{"user_id":"ann","timestamp":"2025-03-29T22:59:59Z","heart_rate":60,"steps":1},
             {"user_id":"ann","timestamp":"2025-03-29T23:00:00Z","heart_rate":70.5,"steps":10},
             {"user_id":"ann","timestamp":"2025-03-30T21:59:59Z","steps":100},
             {"user_id":"ann","timestamp":"2025-03-30T22:00:00Z","calories":1.5}]
            """);
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void localDaysAddUpWithTheirOffsets() {
    Answer answer = API.get(OF_ANN + THREE_DAYS + "&bucket=1d&metrics=heart_rate,steps");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).isEqualTo("application/json");
    assertThat(answer.headers().firstValue("Vary")).contains("Accept");
    assertThat(answer.body())
        .isEqualTo(
            "{\"user_id\":\"ann\",\"start\":\"2025-03-29T00:00:00+01:00\","
                + "\"end\":\"2025-04-01T00:00:00+02:00\",\"zone\":\"Europe/Berlin\",\"bucket\":\"1d\","
                + "\"buckets\":["
                + "{\"start\":\"2025-03-29T00:00:00+01:00\",\"end\":\"2025-03-30T00:00:00+01:00\","
                + "\"samples\":1,\"average_heart_rate\":60.0,\"min_heart_rate\":60,"
                + "\"max_heart_rate\":60,\"total_steps\":1},"
                + "{\"start\":\"2025-03-30T00:00:00+01:00\",\"end\":\"2025-03-31T00:00:00+02:00\","
                + "\"samples\":2,\"average_heart_rate\":70.5,\"min_heart_rate\":70.5,"
                + "\"max_heart_rate\":70.5,\"total_steps\":110},"
                + "{\"start\":\"2025-03-31T00:00:00+02:00\",\"end\":\"2025-04-01T00:00:00+02:00\","
                + "\"samples\":1,\"average_heart_rate\":null,\"min_heart_rate\":null,"
                + "\"max_heart_rate\":null,\"total_steps\":null}]}");
  }

  @Test
  void aSpreadsheetReadsIt() {
    Answer answer =
        API.send(
            API.request(OF_ANN + THREE_DAYS + "&bucket=1d&metrics=heart_rate,steps")
                .header("Accept", "text/csv, application/json;q=0.5"));

    assertThat(answer.contentType()).isEqualTo("text/csv");
    assertThat(answer.body().split("\r\n"))
        .containsExactly(
            "start,end,samples,average_heart_rate,min_heart_rate,max_heart_rate,total_steps",
            "2025-03-29T00:00:00+01:00,2025-03-30T00:00:00+01:00,1,60.0,60,60,1",
            "2025-03-30T00:00:00+01:00,2025-03-31T00:00:00+02:00,2,70.5,70.5,70.5,110",
            "2025-03-31T00:00:00+02:00,2025-04-01T00:00:00+02:00,1,,,,");
    assertThat(answer.body()).endsWith("\r\n");
  }

  @Test
  void bucketsWithoutSamplesAreToldIfTheyAreAskedFor() {
    String hours = "&start=2025-03-30&end=2025-03-31&zone=Europe/Berlin&bucket=1h";

    assertThat(API.get(OF_ANN + hours).json().path("buckets")).hasSize(2);
    Answer filled = API.get(OF_ANN + hours + "&fill=null");
    assertThat(filled.json().path("buckets")).hasSize(23);
    assertThat(filled.json().at("/buckets/1/samples").asInt()).isZero();
    assertThat(filled.json().at("/buckets/1/total_steps").isNull()).isTrue();
    assertThat(filled.json().at("/buckets/2/start").asText())
        .as("an hour is skipped")
        .isEqualTo("2025-03-30T03:00:00+02:00");
  }

  @Test
  void theFirstAndTheLastAreCutAndSaySo() {
    Answer answer =
        API.get(
            OF_ANN
                + "&start=2025-03-29T22:59:59Z&end=2025-03-30T12:00:00Z&bucket=1d&zone=Europe/Berlin");

    assertThat(answer.json().at("/buckets/0/start").asText())
        .isEqualTo("2025-03-29T23:59:59+01:00");
    assertThat(answer.json().at("/buckets/1/end").asText()).isEqualTo("2025-03-30T14:00:00+02:00");
  }

  @Test
  void withoutAZoneItIsUtc() {
    Answer answer =
        API.get(OF_ANN + "&start=2025-03-29T00:00:00Z&end=2025-04-01T00:00:00Z&bucket=1d");

    assertThat(answer.json().path("zone").asText()).isEqualTo("UTC");
    assertThat(answer.json().at("/buckets/0/start").asText()).isEqualTo("2025-03-29T00:00:00Z");
    assertThat(answer.json().at("/buckets/0/total_steps").asInt()).isEqualTo(11);
  }

  /** What a zone's clocks skipped is later, what they showed twice is the first. */
  @ParameterizedTest
  @CsvSource({
    "2025-03-30, 2025-03-31, 2025-03-30T00:00:00+01:00, 2025-03-31T00:00:00+02:00",
    "2025-03-30T02:30:00, 2025-03-31, 2025-03-30T03:30:00+02:00, 2025-03-31T00:00:00+02:00",
    "2025-03-29, 2025-10-26T02:30, 2025-03-29T00:00:00+01:00, 2025-10-26T02:30:00+02:00",
    "2025-03-29T00:00:00.5, 2025-10-26T01:30:00Z, 2025-03-29T00:00:00.5+01:00,"
        + " 2025-10-26T02:30:00+01:00",
  })
  void aRangeMayBeOfLocalTimes(String start, String end, String from, String to) {
    Answer answer =
        API.get("/metrics?user_id=ann&zone=Europe/Berlin&start=%s&end=%s".formatted(start, end));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("start").asText()).isEqualTo(from);
    assertThat(answer.json().path("end").asText()).isEqualTo(to);
  }

  @Test
  void aLocalTimeNeedsAZone() {
    Answer answer = API.get("/metrics?user_id=ann&start=2025-03-30&end=2025-03-31T00:00:00Z");

    assertThat(answer.errors()).singleElement().asString().startsWith("/start/must be an RFC 3339");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bucket=1d&zone=Mars | /zone/must be a time zone of the IANA's, such as Europe/Berlin",
        "bucket=1d&zone=%2B02:00 | /zone/must be a time zone of the IANA's, such as Europe/Berlin",
        "bucket=7m&zone=UTC | /bucket/must be 1m to 12h, of those that divide a day, or 1d, 1w, 1mo or 1y",
        "zone=UTC | /bucket/is required",
        "bucket=1d&zone=UTC&fill=0 | /fill/must be null, or not be given",
        "bucket=1d&zone=UTC&x=1 | /x/is unknown; known are user_id, start, end, bucket, zone, metrics and fill"
      })
  void whatIsWrongIsTold(String further, String error) {
    Answer answer = API.get(OF_ANN + "&start=2025-03-29&end=2025-04-01&" + further);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errors()).contains(error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2025-02-30", "2025-13-01", "2025-03-30T24:00:00", "30.3.2025", "2025-3-30"})
  void whatIsNoLocalTimeIsTold(String start) {
    Answer answer = API.get(OF_ANN + "&end=2025-04-01&zone=UTC&bucket=1d&start=" + start);

    assertThat(answer.errors())
        .containsExactly(
            "/start/must be a date or a date-time of the zone, such as 2025-03-30 or"
                + " 2025-03-30T09:30:00, or an RFC 3339 date-time with an offset, such as"
                + " 2025-03-30T09:30:00Z");
  }

  @Test
  void tooManyBucketsAreRefusedWithACoarserOne() {
    Answer answer = API.get(OF_ANN + "&start=2024-01-01&end=2025-01-01&zone=UTC&bucket=5m");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("type").asText())
        .isEqualTo("urn:vitals:problem:too-many-buckets");
    assertThat(answer.errors())
        .containsExactly(
            "/bucket/makes about 105409 buckets of the range, and 10000 are answered at once, with"
                + " these metrics; 1h makes fewer");
  }

  /** What says most about a type decides, and of the best the first there is. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/* | application/json",
        "text/* | text/csv",
        "text/csv;q=0.4, application/json;q=0.3 | text/csv",
        "application/json;q=0.5, */* | text/csv",
        "application/json;q=0, */*;q=0.1 | text/csv",
        "TEXT/CSV;charset=utf-8 | text/csv",
        "text/csv, application/json | application/json"
      })
  void theTypeIsTheOneThatIsLikedBest(String accept, String type) {
    Answer answer =
        API.send(API.request(OF_ANN + THREE_DAYS + "&bucket=1d").header("Accept", accept));

    assertThat(answer.contentType()).isEqualTo(type);
  }

  /** Before clocks went by zones they were off by seconds, which no RFC 3339 tells. */
  @Test
  void allOfTimeMayBeAskedForInAnyZone() {
    Answer years =
        API.get(OF_ANN + "&start=1800-01-01&end=2100-01-01&zone=Europe/Berlin&bucket=1y");

    assertThat(years.json().path("start").asText()).isEqualTo("1799-12-31T23:06:32Z");
    assertThat(years.json().path("buckets")).hasSize(1);
    assertThat(years.json().at("/buckets/0/samples").asInt()).isEqualTo(4);
    assertThat(
            API.get(
                    "/metrics?user_id=ann&start=2025-01-01&end=9999-12-31T23:59:59Z&zone=Asia/Tokyo")
                .json()
                .path("end")
                .asText())
        .isEqualTo("9999-12-31T23:59:59Z");
    assertThat(
            API.get("/metrics?user_id=ann&start=0000-01-01&end=2025-01-01&zone=Asia/Tokyo")
                .status())
        .as("in Tokyo it begins in the year -1")
        .isEqualTo(400);
  }

  @Test
  void nobodysSeriesIsNotFound() {
    for (String user : new String[] {"stranger", "999"}) {
      Answer answer = API.get("/metrics/series?bucket=1d&user_id=" + user + THREE_DAYS);

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.json().path("type").asText()).isEqualTo("urn:vitals:problem:no-samples");
    }
  }

  @Test
  void ifTheStoreIsAwayItIsToBeAskedAgain() {
    API.samples.failWith(new StoreUnavailableException(Reason.AWAY, null));

    Answer answer = API.get(OF_ANN + THREE_DAYS + "&bucket=1d");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void whoeverTakesNeitherJsonNorCsvIsToldSo() {
    assertThat(
            API.send(API.request(OF_ANN + THREE_DAYS + "&bucket=1d").header("Accept", "text/html"))
                .status())
        .isEqualTo(406);
  }
}
