/** What Prometheus scrapes, all of its names in one place. */
@NullMarked
package dev.vitals.service.metrics;

import org.jspecify.annotations.NullMarked;
