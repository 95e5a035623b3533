package dev.vitals.timescale.user;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Proposes a number for a name: bits of its SHA-256. So a name that a database forgot, as after a
 * fail-over to a standby that was behind, or a restored backup, gets the number again that it had,
 * and never one that was another's. That two names get the same is for the table to rule out; then
 * the next number is proposed.
 */
interface NameNumbers {
  /**
   * @param attempt from 0
   * @return from -(2^63-1) to -1
   */
  long of(String name, int attempt);

  static long hashed(String name, int attempt) {
    MessageDigest digest = sha256();
    digest.update(name.getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < attempt; i++) {
      // No name has one.
      digest.update((byte) 0);
    }
    return Math.min(-1, -(ByteBuffer.wrap(digest.digest()).getLong() & Long.MAX_VALUE));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
