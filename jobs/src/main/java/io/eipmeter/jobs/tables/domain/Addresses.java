package io.eipmeter.jobs.tables.domain;

import com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/** Addresses as tables hold them: 16 bytes, IPv4 as ::ffff:a.b.c.d. */
final class Addresses {
  static final int BYTES = 16;

  /** ::, no address. */
  static final ByteString NONE = ByteString.copyFrom(new byte[BYTES]);

  private static final ByteString IPV4_PREFIX =
      ByteString.copyFrom(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1});

  private Addresses() {}

  /**
   * @param address 16 bytes, 4, or none
   * @return null: it has another length
   */
  static @Nullable ByteString mapped(ByteString address) {
    return switch (address.size()) {
      case 0 -> NONE;
      case 4 -> IPV4_PREFIX.concat(address);
      case BYTES -> address;
      default -> null;
    };
  }
}
