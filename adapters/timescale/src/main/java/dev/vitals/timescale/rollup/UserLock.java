package dev.vitals.timescale.rollup;

/**
 * Keeps others of the same users apart until the end of the transaction, where rows cannot be
 * locked: in the columnstore, and where samples are erased. Of the texts, whose one parameter is an
 * array of users.
 */
public final class UserLock {
  /** A few locks in order, not one a user: the server's table of locks is small. */
  private static final String LOCK =
      """
      select count(LOCK(1448100940, bucket))
      from (select distinct (user_id & 63)::integer as bucket from unnest(?::bigint[]) user_id
            order by bucket) buckets
      """;

  /** Keeps out whoever takes it in either way. */
  public static final String ALONE = LOCK.replace("LOCK", "pg_advisory_xact_lock");

  /** Keeps out who takes it alone. */
  public static final String TOGETHER = LOCK.replace("LOCK", "pg_advisory_xact_lock_shared");

  private UserLock() {}
}
