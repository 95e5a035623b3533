package dev.vitals.rest.ingest;

import dev.vitals.application.ingest.Admission;
import dev.vitals.application.ingest.IngestSamples;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.rest.RestLimits;
import dev.vitals.rest.answer.AnswerWriter;
import dev.vitals.rest.answer.Exchange;
import dev.vitals.rest.answer.PathHandler;
import dev.vitals.rest.memory.OldestGivesWay;
import java.util.List;

/**
 * Takes in samples, and hands on what goes elsewhere. A handler of Jetty's: for one sample a
 * request Jersey takes more time than everything of ours (decision 8), and a servlet's thread waits
 * for the slowest of all clients (decision 10).
 */
public final class IngestHandler extends PathHandler {
  private final IngestSamples ingest;
  private final SampleBodyReader samples;
  private final RestLimits limits;
  private final OldestGivesWay<ArrivingBody> awaited;
  private final AnswerWriter answers;

  /**
   * @param catalogue whose metrics are taken
   */
  public IngestHandler(
      IngestSamples ingest, MetricCatalogue catalogue, RestLimits limits, AnswerWriter answers) {
    super("/ingest", List.of("POST"), answers);
    this.ingest = ingest;
    this.samples = new SampleBodyReader(catalogue, ingest::rememberedUser);
    this.limits = limits;
    // The other half is for those who do send: fifty phones in a tunnel, each with a megabyte half
    // sent, must not keep all others from it.
    this.awaited = new OldestGivesWay<>(ingest.mostBodyBytes() / 2);
    this.answers = answers;
  }

  @Override
  protected void answer(Exchange exchange) {
    BodyHeaders headers = BodyHeaders.of(exchange.request(), limits.maxBodyBytes());
    Admission admission = ingest.admit();
    new IngestExchange(exchange, headers, admission, samples, ingest, limits, awaited, answers)
        .begin();
  }
}
