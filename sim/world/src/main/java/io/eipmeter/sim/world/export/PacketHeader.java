package io.eipmeter.sim.world.export;

import io.eipmeter.sim.world.Address;

/** The first bytes of a packet, as a switch samples them on the outside. */
final class PacketHeader {
  private static final int TCP = 6;
  private static final int ETHERNET_BYTES = 14;
  private static final int IPV4_BYTES = 20;
  private static final int IPV6_BYTES = 40;
  private static final int TCP_BYTES = 20;
  private static final int UDP_BYTES = 8;

  private PacketHeader() {}

  /**
   * Ethernet, IP and transport header.
   *
   * @param packetBytes the IP packet's whole length
   */
  static byte[] ethernet(FlowPath path, int packetBytes) {
    boolean ipv4 = path.isIpv4();
    int transportBytes = path.ipProtocol() == TCP ? TCP_BYTES : UDP_BYTES;
    int networkBytes = ipv4 ? IPV4_BYTES : IPV6_BYTES;
    Wire wire = new Wire(ETHERNET_BYTES + networkBytes + transportBytes);
    wire.u16(0x0200); // locally administered
    wire.u32(path.outIf());
    wire.u16(0x0200);
    wire.u32(path.inIf());
    wire.u16(ipv4 ? 0x0800 : 0x86dd);
    if (ipv4) {
      ipv4(wire, path, packetBytes);
    } else {
      wire.u32(0x60000000L);
      wire.u16(packetBytes - IPV6_BYTES);
      wire.u8(path.ipProtocol());
      wire.u8(64);
      ipv6(wire, path.postSrc());
      ipv6(wire, path.dst());
    }
    wire.u16(path.postSrcPort());
    wire.u16(path.dstPort());
    if (path.ipProtocol() == TCP) {
      wire.u64(0); // sequence, acknowledgement
      wire.u32(0x5010ffffL); // 20 bytes, ACK, window
      wire.u32(0);
    } else {
      wire.u16(packetBytes - networkBytes);
      wire.u16(0);
    }
    return wire.toBytes();
  }

  private static void ipv4(Wire wire, FlowPath path, int packetBytes) {
    long source = path.postSrc().ipv4Bits() & 0xffffffffL;
    long destination = path.dst().ipv4Bits() & 0xffffffffL;
    long sum = 0x4500L + packetBytes + (64 << 8 | path.ipProtocol());
    sum += (source >>> 16) + (source & 0xffff) + (destination >>> 16) + (destination & 0xffff);
    sum = (sum & 0xffff) + (sum >>> 16);
    sum = (sum & 0xffff) + (sum >>> 16);
    wire.u16(0x4500);
    wire.u16(packetBytes);
    wire.u32(0); // identification, fragment
    wire.u8(64);
    wire.u8(path.ipProtocol());
    wire.u16((int) (~sum & 0xffff));
    wire.u32(source);
    wire.u32(destination);
  }

  private static void ipv6(Wire wire, Address address) {
    wire.u64(address.high());
    wire.u64(address.low());
  }
}
