package io.eipmeter.protocols;

/**
 * What the first bytes of a sampled packet tell: addresses, ports and the IP length. Of a tunnel
 * (VXLAN, GRE) the outer packet, for that is what crossed the wire and is metered.
 */
final class PacketHeader {
  private static final int ETHERNET = 1;
  private static final int PPP = 7;
  private static final int IPV4 = 11;
  private static final int IPV6 = 12;
  private static final int MPLS = 13;
  private static final int ETHERNET_HEADER = 14;

  /** The frame check sequence, which a sFlow frame length includes. */
  private static final int FCS = 4;

  private static final int MOST_TAGS = 8;
  private static final long MAPPED = 0xffff_0000_0000L;

  /** IP-layer bytes of the packet; 0 where it is none. */
  long lengthBytes;

  private long srcHigh;
  private long srcLow;
  private long dstHigh;
  private long dstLow;
  private int srcPort;
  private int dstPort;
  private int ipProtocol;
  private int tcpFlags;
  private boolean ports;
  private boolean flags;

  void clear() {
    lengthBytes = 0;
  }

  /** Copies what is known into a flow. */
  void fill(Flow f) {
    f.present |= Flow.SRC | Flow.DST | Flow.IP_PROTOCOL | Flow.BYTES;
    f.srcHigh = srcHigh;
    f.srcLow = srcLow;
    f.dstHigh = dstHigh;
    f.dstLow = dstLow;
    f.ipProtocol = ipProtocol;
    f.bytes = lengthBytes;
    f.srcPort = ports ? srcPort : 0;
    f.dstPort = ports ? dstPort : 0;
    f.tcpFlags = flags ? tcpFlags : 0;
    f.present |= ports ? Flow.SRC_PORT | Flow.DST_PORT : 0;
    f.present |= flags ? Flow.TCP_FLAGS : 0;
  }

  /**
   * A raw packet header of a sFlow sample.
   *
   * @param protocol sFlow's number of the header's outermost protocol
   * @param frameBytes length of the frame on the wire
   */
  void parseRaw(int protocol, long frameBytes, byte[] bytes, int from, int to) {
    switch (protocol) {
      case ETHERNET:
        ethernet(frameBytes - FCS, bytes, from, to);
        break;
      case IPV4:
      case IPV6:
        ip(frameBytes, bytes, from, to);
        break;
      case MPLS:
        mpls(frameBytes, bytes, from, to);
        break;
      case PPP:
        if (to - from >= 2) {
          etherType(pppType(BigEndian.u16(bytes, from)), frameBytes - 2, bytes, from + 2, to);
        }
        break;
      default: // token bus, frame relay and other headers without Ethernet
    }
  }

  private static int pppType(int protocol) {
    return protocol == 0x21 ? 0x0800 : protocol == 0x57 ? 0x86dd : 0;
  }

  private void ethernet(long frameBytes, byte[] bytes, int from, int to) {
    if (to - from < ETHERNET_HEADER) {
      return;
    }
    int type = BigEndian.u16(bytes, from + 12);
    int at = from + ETHERNET_HEADER;
    // IEEE 802.1Q, 802.1ad and the older numbers of stacked tags
    for (int tags = 0; tags < MOST_TAGS && isTag(type) && to - at >= 4; tags++) {
      type = BigEndian.u16(bytes, at + 2);
      at += 4;
    }
    if (type < 0x0600 && to - at >= 8 && BigEndian.i32(bytes, at) == 0xaaaa_0300) {
      type = BigEndian.u16(bytes, at + 6); // IEEE 802.2 with SNAP
      at += 8;
    }
    etherType(type, frameBytes - (at - from), bytes, at, to);
  }

  private static boolean isTag(int type) {
    return type == 0x8100 || type == 0x88a8 || type == 0x9100 || type == 0x9200;
  }

  private void etherType(int type, long restBytes, byte[] bytes, int from, int to) {
    if (type == 0x0800 || type == 0x86dd) {
      ip(restBytes, bytes, from, to);
    } else if (type == 0x8847 || type == 0x8848) {
      mpls(restBytes, bytes, from, to);
    } else if (type == 0x8864 && to - from >= 8) { // PPPoE session
      etherType(pppType(BigEndian.u16(bytes, from + 6)), restBytes - 8, bytes, from + 8, to);
    }
  }

  /** RFC 3032; what is below the last label is told by its first bits (RFC 4928 section 3). */
  private void mpls(long restBytes, byte[] bytes, int from, int to) {
    int at = from;
    boolean bottom = false;
    while (!bottom && to - at >= 4) {
      bottom = (bytes[at + 2] & 1) != 0;
      at += 4;
    }
    if (!bottom || at >= to) {
      return;
    }
    int nibble = BigEndian.u8(bytes, at) >>> 4;
    long inner = restBytes - (at - from);
    if (nibble == 4 || nibble == 6) {
      ip(inner, bytes, at, to);
    } else if (nibble == 0 && to - at >= 4) { // a pseudowire's control word (RFC 4448)
      ethernet(inner - 4, bytes, at + 4, to);
    }
  }

  private void ip(long restBytes, byte[] bytes, int from, int to) {
    int version = to > from ? BigEndian.u8(bytes, from) >>> 4 : 0;
    if (version == 4 && to - from >= 20) {
      ipv4(restBytes, bytes, from, to);
    } else if (version == 6 && to - from >= 40) {
      ipv6(restBytes, bytes, from, to);
    }
  }

  private void ipv4(long restBytes, byte[] bytes, int from, int to) {
    int headerLength = (bytes[from] & 0x0f) * 4;
    if (headerLength < 20) {
      return;
    }
    int total = BigEndian.u16(bytes, from + 2);
    lengthBytes = total > 0 ? total : restBytes; // 0 where the network card cuts the packets
    srcHigh = 0;
    dstHigh = 0;
    srcLow = MAPPED | BigEndian.u32(bytes, from + 12);
    dstLow = MAPPED | BigEndian.u32(bytes, from + 16);
    boolean first = (BigEndian.u16(bytes, from + 6) & 0x1fff) == 0;
    transport(BigEndian.u8(bytes, from + 9), first, bytes, from + headerLength, to);
  }

  private void ipv6(long restBytes, byte[] bytes, int from, int to) {
    int payload = BigEndian.u16(bytes, from + 4);
    lengthBytes = payload > 0 ? payload + 40 : restBytes; // 0: a jumbo payload (RFC 2675)
    srcHigh = BigEndian.i64(bytes, from + 8);
    srcLow = BigEndian.i64(bytes, from + 16);
    dstHigh = BigEndian.i64(bytes, from + 24);
    dstLow = BigEndian.i64(bytes, from + 32);
    int next = BigEndian.u8(bytes, from + 6);
    int at = from + 40;
    boolean first = true;
    for (int i = 0; i < MOST_TAGS && to - at >= 8; i++) {
      if (next == 0 || next == 43 || next == 60) { // hop-by-hop, routing, destination options
        int length = (BigEndian.u8(bytes, at + 1) + 1) * 8;
        next = BigEndian.u8(bytes, at);
        at += length;
      } else if (next == 44) { // fragment
        next = BigEndian.u8(bytes, at);
        first = first && BigEndian.u16(bytes, at + 2) >>> 3 == 0;
        at += 8;
      } else {
        break;
      }
    }
    transport(next, first, bytes, at, to);
  }

  private void transport(int protocol, boolean first, byte[] bytes, int at, int to) {
    ipProtocol = protocol;
    boolean hasPorts = protocol == 6 || protocol == 17 || protocol == 132 || protocol == 33;
    ports = first && hasPorts && to - at >= 4;
    if (ports) {
      srcPort = BigEndian.u16(bytes, at);
      dstPort = BigEndian.u16(bytes, at + 2);
    }
    flags = first && protocol == 6 && to - at >= 14;
    if (flags) {
      tcpFlags = BigEndian.u8(bytes, at + 13);
    }
  }

  /** sFlow's sampled_ipv4 and sampled_ipv6: length, protocol, addresses, ports, TCP flags. */
  void sampledIp(byte[] bytes, int from, int addressLength) {
    lengthBytes = BigEndian.u32(bytes, from);
    ipProtocol = BigEndian.i32(bytes, from + 4) & 0xff;
    int target = from + 8 + addressLength;
    int rest = target + addressLength;
    if (addressLength == 4) {
      srcHigh = 0;
      dstHigh = 0;
      srcLow = MAPPED | BigEndian.u32(bytes, from + 8);
      dstLow = MAPPED | BigEndian.u32(bytes, target);
    } else {
      srcHigh = BigEndian.i64(bytes, from + 8);
      srcLow = BigEndian.i64(bytes, from + 16);
      dstHigh = BigEndian.i64(bytes, target);
      dstLow = BigEndian.i64(bytes, target + 8);
    }
    srcPort = BigEndian.i32(bytes, rest) & 0xffff;
    dstPort = BigEndian.i32(bytes, rest + 4) & 0xffff;
    tcpFlags = BigEndian.i32(bytes, rest + 8) & 0xff;
    ports = true;
    flags = ipProtocol == 6;
  }
}
