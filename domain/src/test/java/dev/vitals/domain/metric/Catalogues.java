package dev.vitals.domain.metric;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random catalogues: the shipped one, and some of metrics of any shape. */
public final class Catalogues {
  private Catalogues() {}

  public static Arbitrary<MetricCatalogue> any() {
    return Arbitraries.oneOf(
        Arbitraries.just(MetricCatalogue.SHIPPED),
        metrics().list().ofMinSize(1).ofMaxSize(12).map(Catalogues::numbered));
  }

  private static Arbitrary<Metric> metrics() {
    return Combinators.combine(
            Arbitraries.of(MetricKind.class),
            Arbitraries.integers().between(0, Metric.MOST_DECIMALS),
            Arbitraries.integers().between(-Integer.MAX_VALUE, Integer.MAX_VALUE).list().ofSize(2))
        .as(
            (kind, decimals, limits) ->
                new Metric(
                    "any",
                    kind,
                    "unit",
                    decimals,
                    Collections.min(limits),
                    Collections.max(limits)));
  }

  private static MetricCatalogue numbered(List<Metric> metrics) {
    List<Metric> named = new ArrayList<>();
    for (Metric metric : metrics) {
      named.add(
          new Metric(
              "metric_" + named.size(),
              metric.kind(),
              metric.unit(),
              metric.decimals(),
              metric.least(),
              metric.greatest()));
    }
    return MetricCatalogue.of(named);
  }
}
