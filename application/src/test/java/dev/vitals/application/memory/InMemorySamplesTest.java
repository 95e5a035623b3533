package dev.vitals.application.memory;

import dev.vitals.application.export.SampleSource;
import dev.vitals.application.export.SampleSourceContract;
import dev.vitals.application.ingest.SampleStore;
import dev.vitals.application.ingest.SampleStoreContract;
import dev.vitals.application.query.LatestSource;
import dev.vitals.application.query.LatestSourceContract;
import dev.vitals.application.query.SummarySource;
import dev.vitals.application.query.SummarySourceContract;

class InMemorySamplesTest
    implements SampleStoreContract,
        SummarySourceContract,
        LatestSourceContract,
        SampleSourceContract {
  private final InMemorySamples samples = new InMemorySamples();

  @Override
  public SampleStore store() {
    return samples;
  }

  @Override
  public SummarySource source() {
    return samples;
  }

  @Override
  public LatestSource latest() {
    return samples;
  }

  @Override
  public SampleSource samples() {
    return samples;
  }
}
