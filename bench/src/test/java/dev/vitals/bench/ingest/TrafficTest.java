package dev.vitals.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitals.bench.load.Traffic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrafficTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Midnight comes by within a few requests. */
  private static final Instant START = Instant.parse("2026-11-24T23:59:59Z");

  private static Devices devices(int connection, int records) {
    return new Devices(connection, START, records);
  }

  private static byte[] request(Traffic traffic, long number) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    traffic.write(number, out);
    return out.toByteArray();
  }

  /** Of a body that is as long as its header says. */
  private static List<JsonNode> records(byte[] request) throws IOException {
    String[] parts = new String(request, StandardCharsets.UTF_8).split("\r\n\r\n", 2);
    assertThat(parts[0]).contains("Content-Length: " + parts[1].length());
    List<JsonNode> records = new ArrayList<>();
    JSON.readTree(parts[1]).forEach(records::add);
    return records;
  }

  private static String key(JsonNode sample) {
    return sample.get("user_id").asText() + " " + Instant.parse(sample.get("timestamp").asText());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 100, 1_000})
  void noKeyComesTwiceOverAnyConnection(int records) throws IOException {
    Set<String> keys = new HashSet<>();
    for (int connection = 0; connection < 3; connection++) {
      Traffic traffic = BatchTraffic.of(devices(connection, records), Late.NONE);
      for (int number = 0; number < 120; number++) {
        records(request(traffic, number)).forEach(sample -> keys.add(key(sample)));
      }
    }

    assertThat(keys).hasSize(3 * 120 * records);
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void oneRecordInFiftyIsLateAndHasAKeyOfItsOwn(Late late) throws IOException {
    Traffic traffic = BatchTraffic.of(devices(0, 1_000), late);
    Set<String> keys = new HashSet<>();
    Set<String> lateKeys = new HashSet<>();
    for (int number = 0; number < 100; number++) {
      for (JsonNode sample : records(request(traffic, number))) {
        keys.add(key(sample));
        Instant moment = Instant.parse(sample.get("timestamp").asText());
        if (moment.isBefore(START)) {
          lateKeys.add(key(sample));
          assertThat(Duration.between(moment, START))
              .isBetween(late.youngest().minusSeconds(1), late.oldest());
        }
      }
    }

    assertThat(keys).hasSize(100 * 1_000);
    assertThat(lateKeys).hasSize(100 * 1_000 / 50);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 1_000})
  void linesHoldTheRecordsThatJsonDoes(int records) throws IOException {
    Traffic json = BatchTraffic.of(devices(2, records), Late.NONE);
    Traffic lines = BatchTraffic.ofLines("/write?db=bench", devices(2, records));
    for (int number = 0; number < 120; number++) {
      String[] parts =
          new String(request(lines, number), StandardCharsets.UTF_8).split("\r\n\r\n", 2);
      assertThat(parts[0]).contains("Content-Length: " + parts[1].length());
      assertThat(parts[1].lines())
          .containsExactlyElementsOf(
              records(request(json, number)).stream().map(TrafficTest::line).toList());
    }
  }

  private static String line(JsonNode sample) {
    return "health,user="
        + sample.get("user_id").asText()
        + " heart_rate="
        + sample.get("heart_rate").asText()
        + "i,steps="
        + sample.get("steps").asText()
        + "i,calories="
        + sample.get("calories").decimalValue().movePointRight(3).toBigIntegerExact()
        + "i "
        + Instant.parse(sample.get("timestamp").asText()).toEpochMilli();
  }

  @Test
  void aNumberIsTheSameRequestWheneverItIsSent() throws IOException {
    Traffic traffic = BatchTraffic.of(devices(0, 10), Late.NONE);
    byte[] third = request(traffic, 3);
    byte[] fourth = request(traffic, 4);

    assertThat(request(traffic, 3)).isEqualTo(third).isNotEqualTo(fourth);
  }

  @Test
  void everyRecordOfTheWrongOnesIsOutOfItsLimits() throws IOException {
    Traffic traffic = BatchTraffic.allWrong(devices(0, 100));

    assertThat(records(request(traffic, 0)))
        .hasSize(100)
        .allMatch(sample -> sample.get("heart_rate").asInt() < 1);
  }

  @Test
  void theLargestBodyIsOfTheSizeItIsAskedFor() throws IOException {
    Traffic traffic = new LargestBodyTraffic(devices(0, 100), 100_000);
    Set<String> keys = new HashSet<>();
    for (int number = 0; number < 3; number++) {
      byte[] request = request(traffic, number);
      assertThat(new String(request, StandardCharsets.UTF_8)).contains("Content-Length: 100000");
      List<JsonNode> records = records(request);
      assertThat(records).hasSize(traffic.records());
      records.forEach(sample -> keys.add(key(sample)));
    }

    assertThat(traffic.records()).isGreaterThan(800);
    assertThat(keys).hasSize(3 * traffic.records());
  }
}
