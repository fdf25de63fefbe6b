package io.eipmeter.sim.lab.traffic;

import io.eipmeter.schemas.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** A datagram's payload, short enough to keep for each of them: 128 bits of SHA-256. */
record Fingerprint(long high, long low) {
  static Fingerprint of(byte[] bytes, int offset, int length) {
    MessageDigest digest = Sha256.digest();
    digest.update(bytes, offset, length);
    ByteBuffer hash = ByteBuffer.wrap(digest.digest());
    return new Fingerprint(hash.getLong(), hash.getLong());
  }
}
