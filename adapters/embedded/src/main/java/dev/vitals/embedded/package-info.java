/**
 * A durable PostgreSQL that lives with the service: the database of the default start, where nobody
 * has set one up.
 *
 * <p>It unpacks the binaries from the class path and drives PostgreSQL's own {@code initdb} and
 * {@code pg_ctl}. The library made for these binaries is for tests: it turns fsync off, lets every
 * local user in, and cannot tell what to do with a server that outlived its service.
 *
 * <p>{@link dev.vitals.embedded.EmbeddedPostgres} is the entrance. Everything it keeps lies in one
 * directory, which one process owns at a time.
 */
@NullMarked
package dev.vitals.embedded;

import org.jspecify.annotations.NullMarked;
