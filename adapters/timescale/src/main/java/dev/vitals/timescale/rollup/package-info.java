/**
 * Rollups that stay exact while samples come late: the watermark, its marks and corrections, and
 * the work on them. docs/late-samples.md tells the protocol, interleaving by interleaving.
 */
@NullMarked
package dev.vitals.timescale.rollup;

import org.jspecify.annotations.NullMarked;
