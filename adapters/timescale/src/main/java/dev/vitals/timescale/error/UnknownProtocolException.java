package dev.vitals.timescale.error;

/**
 * The database keeps track of late samples in a way this service does not know. It neither writes,
 * for its late samples would be lost to the answers, nor reads.
 */
public final class UnknownProtocolException extends RuntimeException {
  public UnknownProtocolException(int protocol, int known) {
    super(
        "the database follows protocol "
            + protocol
            + " of late samples, this service knows "
            + known
            + ": a newer Vitals has set it up; run that one");
  }
}
