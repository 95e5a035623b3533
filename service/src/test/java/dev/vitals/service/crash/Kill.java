package dev.vitals.service.crash;

/**
 * One kill -9, and what is known of its moment.
 *
 * @param inCommit a commit of samples was under way, as was seen with its process stopped
 * @param nanos the moment before it, by {@link System#nanoTime}
 * @param millisDown until a request that was sent afterwards was acknowledged
 */
record Kill(Victim victim, boolean inCommit, long nanos, long millisDown) {
  enum Victim {
    /** One process that serves a connection: the server restarts all of them. */
    BACKEND,
    /** The server's main process: its children notice and go, after what they are at. */
    POSTMASTER,
    /** It and all its children at once. */
    DATABASE,
    SERVICE,
    /** The service and the whole database. */
    BOTH
  }
}
