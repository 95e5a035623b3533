/** What is measured: each metric with its unit, its kind and the limits of its values. */
@NullMarked
package dev.vitals.domain.metric;

import org.jspecify.annotations.NullMarked;
