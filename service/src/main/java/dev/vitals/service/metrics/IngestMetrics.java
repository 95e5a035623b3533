package dev.vitals.service.metrics;

import static java.util.Objects.requireNonNull;

import dev.vitals.application.ingest.IngestMeter;
import dev.vitals.application.ingest.Ingested;
import dev.vitals.application.ingest.Rejection;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What became of records: those received are those accepted and those rejected, and those accepted
 * are those stored and those collapsed.
 */
public final class IngestMetrics implements IngestMeter {
  private final Counter received;
  private final Counter accepted;
  private final Map<Rejection, CounterDataPoint> rejected = new EnumMap<>(Rejection.class);
  private final CounterDataPoint added;
  private final CounterDataPoint changed;
  private final CounterDataPoint unchanged;
  private final Counter collapsed;

  public IngestMetrics(PrometheusRegistry registry) {
    received =
        Counter.builder()
            .name("vitals_ingest_records_received_total")
            .help("Records read from requests that are decided.")
            .register(registry);
    accepted =
        Counter.builder()
            .name("vitals_ingest_records_accepted_total")
            .help("Records that are committed.")
            .register(registry);
    Counter byReason =
        Counter.builder()
            .name("vitals_ingest_records_rejected_total")
            .help("Records that are not acknowledged, by reason.")
            .labelNames("reason")
            .register(registry);
    Counter byOutcome =
        Counter.builder()
            .name("vitals_ingest_records_stored_total")
            .help("Accepted records by what became of their key: new, changed or unchanged.")
            .labelNames("outcome")
            .register(registry);
    added = byOutcome.labelValues("new");
    changed = byOutcome.labelValues("changed");
    unchanged = byOutcome.labelValues("unchanged");
    collapsed =
        Counter.builder()
            .name("vitals_ingest_records_collapsed_total")
            .help("Accepted records that fell together with another of their key and request.")
            .register(registry);
    // A series that begins with its first event hides that event from rate().
    for (Rejection reason : Rejection.values()) {
      rejected.put(reason, byReason.labelValues(reason.name().toLowerCase(Locale.ROOT)));
    }
  }

  @Override
  public void received(int records) {
    received.inc(records);
  }

  @Override
  public void accepted(int records) {
    accepted.inc(records);
  }

  @Override
  public void rejected(Rejection reason, int records) {
    requireNonNull(rejected.get(reason)).inc(records);
  }

  @Override
  public void stored(Ingested records) {
    added.inc(records.added());
    changed.inc(records.changed());
    unchanged.inc(records.unchanged());
    collapsed.inc(records.collapsed());
  }
}
