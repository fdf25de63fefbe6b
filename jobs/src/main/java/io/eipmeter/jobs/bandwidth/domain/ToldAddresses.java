package io.eipmeter.jobs.bandwidth.domain;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;

/**
 * From which to which metered address an exporter's flows spoke, IPv4 and IPv6 apart: what its
 * missing exports may have spoken of, too, where no metering point says so. IPv6 is kept to the
 * upper 63 bits, so that 0 is none and all values compare as signed numbers.
 */
final class ToldAddresses {
  private static final long IPV4 = 0x0000_ffff_0000_0000L;

  private long ipv4First = Long.MAX_VALUE;
  private long ipv4Last;
  private long ipv6First = Long.MAX_VALUE;
  private long ipv6Last;

  /** Takes an address and the first one of its metered unit, which may be a prefix. */
  void add(long unitHigh, long unitLow, long high, long low) {
    if (high == 0 && (low & ~0xffff_ffffL) == IPV4) {
      ipv4First = Math.min(ipv4First, unitLow & 0xffff_ffffL);
      ipv4Last = Math.max(ipv4Last, low & 0xffff_ffffL);
    } else {
      ipv6First = Math.min(ipv6First, unitHigh >>> 1);
      ipv6Last = Math.max(ipv6Last, high >>> 1);
    }
  }

  /** Merges what was told into an exporter's minute, and forgets it. */
  void moveTo(SumTable exporters, int row) {
    if (ipv4Last != 0) {
      exporters.merge(row, ExporterColumn.TOLD_IPV4_FIRST.ordinal(), ipv4First);
      exporters.merge(row, ExporterColumn.TOLD_IPV4_LAST.ordinal(), ipv4Last);
      ipv4First = Long.MAX_VALUE;
      ipv4Last = 0;
    }
    if (ipv6Last != 0) {
      exporters.merge(row, ExporterColumn.TOLD_IPV6_FIRST.ordinal(), ipv6First);
      exporters.merge(row, ExporterColumn.TOLD_IPV6_LAST.ordinal(), ipv6Last);
      ipv6First = Long.MAX_VALUE;
      ipv6Last = 0;
    }
  }

  /** The address that a cell stands for, in 16 bytes; empty: none. */
  static ByteString ipv4(long cell) {
    return cell == 0 ? ByteString.EMPTY : address(0, IPV4 | cell);
  }

  /** The first address with the 63 bits of a cell. */
  static ByteString ipv6First(long cell) {
    return cell == 0 ? ByteString.EMPTY : address(cell << 1, 0);
  }

  /** The last address with the 63 bits of a cell. */
  static ByteString ipv6Last(long cell) {
    return cell == 0 ? ByteString.EMPTY : address(cell << 1 | 1, -1);
  }

  private static ByteString address(long high, long low) {
    return ByteString.copyFrom(ByteBuffer.allocate(16).putLong(high).putLong(low).flip());
  }
}
