/** When the rollups are worked on, by whom, and what an operator hears of it. */
@NullMarked
package dev.vitals.service.rollup;

import org.jspecify.annotations.NullMarked;
