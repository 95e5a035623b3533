package dev.vitals.timescale.rollup;

/**
 * No rollup was ever filled, so there is nothing to compare. The message is fit for an operator.
 */
public final class NothingFilledException extends RuntimeException {
  NothingFilledException() {
    super(
        "no rollup is filled yet, so none can be compared: run \"./vitals rollups refresh"
            + " config.yml\" first");
  }
}
