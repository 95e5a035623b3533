package dev.vitals.domain.sample;

import dev.vitals.domain.metric.Catalogues;
import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.metric.MetricCatalogue;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Random samples of a random catalogue over few users and moments, so that keys repeat often.
 *
 * @param catalogue whose metrics they carry
 */
public record Samples(MetricCatalogue catalogue, List<Sample> list) {
  public static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

  public static Arbitrary<Samples> any() {
    return Catalogues.any()
        .flatMap(
            catalogue ->
                of(catalogue).list().ofMaxSize(60).map(list -> new Samples(catalogue, list)));
  }

  private static Arbitrary<Sample> of(MetricCatalogue catalogue) {
    Arbitrary<Map<Metric, Integer>> values =
        Combinators.combine(
                catalogue.metrics().stream()
                    .map(
                        metric ->
                            Arbitraries.integers()
                                .between(metric.least(), metric.greatest())
                                .injectNull(0.4))
                    .toList())
            .as(
                each -> {
                  Map<Metric, Integer> given = new HashMap<>();
                  for (int metric = 0; metric < each.size(); metric++) {
                    if (each.get(metric) != null) {
                      given.put(catalogue.metric(metric), each.get(metric));
                    }
                  }
                  return given;
                });
    return Combinators.combine(
            Arbitraries.of(1L, 2L, -3L),
            Arbitraries.integers().between(0, 15),
            values.filter(given -> !given.isEmpty()))
        .as((user, minute, given) -> new Sample(user, START.plusSeconds(minute * 60L), given));
  }

  public SampleBatch batch() {
    return SampleBatch.of(catalogue, list);
  }

  /** Some of them, of the same catalogue. */
  public SampleBatch batch(int from, int to) {
    return SampleBatch.of(catalogue, list.subList(from, to));
  }
}
