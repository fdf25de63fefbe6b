package io.eipmeter.collector.pcap;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts IP fragments together (RFC 791 section 3.2, RFC 8200 section 4.5). Bounded: so many
 * datagrams at once, the oldest is given up; each for so long.
 */
final class Fragments {
  private static final int MOST_DATAGRAMS = 256;
  private static final int LONGEST = 65_535;
  private static final long KEPT_MS = 30_000;

  /** Addresses in bytes and the identification, of which equal ones belong together. */
  private record Key(String flow, int id) {}

  private static final class Parts {
    final long sinceMs;
    final BitSet blocks = new BitSet(); // of eight bytes
    byte[] bytes = new byte[2048];
    int length = -1;

    Parts(long sinceMs) {
      this.sinceMs = sinceMs;
    }

    boolean whole() {
      return length >= 0 && blocks.nextClearBit(0) * 8 >= length;
    }
  }

  private final Map<Key, Parts> datagrams = new LinkedHashMap<>();
  private long incomplete;

  /** How many datagrams were given up; those still waiting count as such. */
  long incomplete() {
    return incomplete + datagrams.size();
  }

  /** Adds a fragment; returns the datagram if that makes it whole. */
  byte @Nullable [] add(byte[] flow, int id, int offset, boolean more, byte[] body, long nowMs) {
    int end = offset + body.length;
    if (end > LONGEST || more && body.length % 8 != 0) {
      incomplete++;
      return null;
    }
    Key key = new Key(Arrays.toString(flow), id);
    Parts parts = datagrams.get(key);
    if (parts == null || nowMs - parts.sinceMs > KEPT_MS) {
      if (parts != null) {
        datagrams.remove(key);
        incomplete++;
      }
      if (datagrams.size() == MOST_DATAGRAMS) {
        datagrams.remove(datagrams.keySet().iterator().next());
        incomplete++;
      }
      parts = new Parts(nowMs);
      datagrams.put(key, parts);
    }
    if (parts.bytes.length < end) {
      parts.bytes = Arrays.copyOf(parts.bytes, Math.max(end, parts.bytes.length * 2));
    }
    System.arraycopy(body, 0, parts.bytes, offset, body.length);
    parts.blocks.set(offset / 8, (end + 7) / 8);
    if (!more) {
      parts.length = end;
    }
    if (!parts.whole()) {
      return null;
    }
    datagrams.remove(key);
    return Arrays.copyOf(parts.bytes, parts.length);
  }
}
