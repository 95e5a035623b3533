package dev.vitals.service.rollup;

import java.util.Locale;

/** The pieces that the schedule does, each of which may fail without the others. */
enum Work {
  LOOK,
  REFRESH,
  SETTLE,
  COMPRESS,
  RECOMPRESS,
  RETAIN,
  AUDIT,
  MEASURE;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** As logs, metrics and health checks name it. */
  @Override
  public String toString() {
    return label;
  }
}
