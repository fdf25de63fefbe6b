package io.eipmeter.sim.lab.traffic;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A datagram's payload, short enough to keep for each of them: 128 bits of SHA-256. */
record Fingerprint(long high, long low) {
  static Fingerprint of(byte[] bytes, int offset, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, offset, length);
      ByteBuffer hash = ByteBuffer.wrap(digest.digest());
      return new Fingerprint(hash.getLong(), hash.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
