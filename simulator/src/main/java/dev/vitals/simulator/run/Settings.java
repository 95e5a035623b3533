package dev.vitals.simulator.run;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What was asked for.
 *
 * @param days of history
 * @param speed of the simulated time, 1 for real time
 * @param duration of the run; empty for until it is done or stopped
 * @param rate in records a second, infinite for no limit
 * @param batch most records a request
 * @param syncEvery in minutes
 * @param late share of the samples
 * @param duplicates share of the requests and of the syncs
 * @param metrics names of what is measured; empty for all that the service takes
 * @param named whether users are UUIDs
 */
public record Settings(
    Mode mode,
    URI url,
    int users,
    long firstUser,
    int days,
    double speed,
    Optional<Duration> duration,
    double rate,
    int batch,
    int connections,
    int syncEvery,
    double late,
    double duplicates,
    long seed,
    boolean gzip,
    List<String> metrics,
    boolean named,
    boolean verify) {}
