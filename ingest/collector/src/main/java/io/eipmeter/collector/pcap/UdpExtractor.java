package io.eipmeter.collector.pcap;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds the UDP datagram in a captured packet: link layer, IP, fragments. */
final class UdpExtractor {
  private static final int NULL_LOOP = 0;
  private static final int ETHERNET = 1;
  private static final int RAW_12 = 12;
  private static final int RAW_14 = 14;
  private static final int RAW = 101;
  private static final int OPENBSD_LOOP = 108;
  private static final int LINUX_COOKED = 113;
  private static final int IPV4 = 228;
  private static final int IPV6 = 229;
  private static final int LINUX_COOKED_2 = 276;
  private static final int UDP = 17;
  private static final int FRAGMENT = 44;

  private final Fragments fragments = new Fragments();
  private long lastMs;

  /** Packets that were no UDP over IP, for the summary. */
  private long others;

  long others() {
    return others;
  }

  /** How many datagrams of several fragments were given up. */
  long incomplete() {
    return fragments.incomplete();
  }

  @Nullable UdpDatagram extract(Packet packet) {
    boolean timed = packet.timeMs() != Packet.NO_TIME;
    lastMs = timed ? packet.timeMs() : lastMs;
    byte[] bytes = packet.bytes();
    int at = networkLayer(packet.linkType(), bytes);
    if (at < 0 || at >= bytes.length) {
      others++;
      return null;
    }
    int version = (bytes[at] & 0xff) >>> 4;
    return version == 4 ? ipv4(bytes, at, timed) : version == 6 ? ipv6(bytes, at, timed) : other();
  }

  private @Nullable UdpDatagram other() {
    others++;
    return null;
  }

  /** Where the IP header starts, or -1. */
  private static int networkLayer(int linkType, byte[] bytes) {
    switch (linkType) {
      case ETHERNET:
        return afterTags(bytes, 12);
      case LINUX_COOKED:
        return afterTags(bytes, 14);
      case LINUX_COOKED_2:
        return bytes.length >= 20 && isIp(u16(bytes, 0)) ? 20 : -1;
      case NULL_LOOP:
      case OPENBSD_LOOP:
        return 4;
      case RAW:
      case RAW_12:
      case RAW_14:
      case IPV4:
      case IPV6:
        return 0;
      default:
        return -1;
    }
  }

  /** Skips the VLAN tags before an Ethernet type. */
  private static int afterTags(byte[] bytes, int typeAt) {
    int at = typeAt;
    while (at + 2 <= bytes.length) {
      int type = u16(bytes, at);
      if (isIp(type)) {
        return at + 2;
      }
      if (type != 0x8100 && type != 0x88a8 && type != 0x9100 && type != 0x9200) {
        return -1;
      }
      at += 4;
    }
    return -1;
  }

  private static boolean isIp(int etherType) {
    return etherType == 0x0800 || etherType == 0x86dd;
  }

  private @Nullable UdpDatagram ipv4(byte[] bytes, int at, boolean timed) {
    int headerLength = bytes.length - at < 20 ? 0 : (bytes[at] & 0x0f) * 4;
    if (headerLength < 20 || bytes[at + 9] != UDP) {
      return other();
    }
    int total = u16(bytes, at + 2);
    int end = total == 0 ? bytes.length : Math.min(bytes.length, at + total);
    int from = at + headerLength;
    if (from > end) {
      return other();
    }
    byte[] source = Arrays.copyOfRange(bytes, at + 12, at + 16);
    int fragment = u16(bytes, at + 6);
    boolean more = (fragment & 0x2000) != 0;
    int offset = (fragment & 0x1fff) * 8;
    byte[] body = Arrays.copyOfRange(bytes, from, end);
    if (more || offset > 0) {
      byte[] flow = Arrays.copyOfRange(bytes, at + 12, at + 20);
      return reassembled(source, flow, u16(bytes, at + 4), offset, more, body, timed);
    }
    return udp(source, body, timed);
  }

  private @Nullable UdpDatagram ipv6(byte[] bytes, int at, boolean timed) {
    if (bytes.length - at < 40) {
      return other();
    }
    int payload = u16(bytes, at + 4);
    int end = payload == 0 ? bytes.length : Math.min(bytes.length, at + 40 + payload);
    byte[] source = Arrays.copyOfRange(bytes, at + 8, at + 24);
    int next = bytes[at + 6] & 0xff;
    int from = at + 40;
    while (next == 0 || next == 43 || next == 60) { // hop-by-hop, routing, destination options
      if (end - from < 8) {
        return other();
      }
      next = bytes[from] & 0xff;
      from += ((bytes[from + 1] & 0xff) + 1) * 8;
    }
    if (next == FRAGMENT && end - from >= 8) {
      int fragment = u16(bytes, from + 2);
      if ((bytes[from] & 0xff) != UDP) {
        return other();
      }
      byte[] flow = Arrays.copyOfRange(bytes, at + 8, at + 40);
      byte[] body = Arrays.copyOfRange(bytes, from + 8, end);
      int id = u16(bytes, from + 4) << 16 | u16(bytes, from + 6);
      boolean more = (fragment & 1) != 0;
      return reassembled(source, flow, id, fragment & 0xfff8, more, body, timed);
    }
    return next == UDP && from <= end
        ? udp(source, Arrays.copyOfRange(bytes, from, end), timed)
        : other();
  }

  private @Nullable UdpDatagram reassembled(
      byte[] source, byte[] flow, int id, int offset, boolean more, byte[] body, boolean timed) {
    byte[] whole = fragments.add(flow, id, offset, more, body, lastMs);
    return whole == null ? null : udp(source, whole, timed);
  }

  /** What the capture cut off a datagram, the decoder will miss: nothing is hidden here. */
  private @Nullable UdpDatagram udp(byte[] source, byte[] bytes, boolean timed) {
    if (bytes.length < 8) {
      return other();
    }
    int length = u16(bytes, 4);
    int end = length < 8 ? bytes.length : Math.min(bytes.length, length);
    return new UdpDatagram(
        lastMs, timed, source, u16(bytes, 0), u16(bytes, 2), Arrays.copyOfRange(bytes, 8, end));
  }

  private static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }
}
