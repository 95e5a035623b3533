package dev.vitals.rest;

import dev.vitals.application.erase.EraseSamples;
import dev.vitals.application.export.ExportSamples;
import dev.vitals.application.ingest.IngestSamples;
import dev.vitals.application.query.FindLatest;
import dev.vitals.application.query.SummarizeRange;
import dev.vitals.application.query.SummarizeSeries;

/** What the API's paths lead to. */
public record UseCases(
    IngestSamples ingest,
    SummarizeRange summarize,
    SummarizeSeries series,
    FindLatest latest,
    ExportSamples exports,
    EraseSamples erase) {}
