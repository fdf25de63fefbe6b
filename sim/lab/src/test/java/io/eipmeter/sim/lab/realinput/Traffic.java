package io.eipmeter.sim.lab.realinput;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeMap;

/**
 * TCP and UDP packets over IPv4 and IPv6 between addresses of ours and others, as a capture, with
 * the truth about them. The same for the same seed.
 */
final class Traffic {
  /** https://www.tcpdump.org/linktypes.html */
  private static final int LINKTYPE_ETHERNET = 1;

  private static final int ETHERNET_HEADER_BYTES = 14;

  /** Locally administered, and nobody's. */
  private static final long MAC_ADDRESS = 0x0200_0000_0001L;

  private static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
  static final int PACKETS = 600;

  private static final int PACKETS_A_SECOND = 10;
  private static final int LONGEST_PAYLOAD_BYTES = 1_200;
  private static final int TCP = 6;
  private static final int UDP = 17;

  private final ByteBuffer file =
      ByteBuffer.allocate(PACKETS * (LONGEST_PAYLOAD_BYTES + 100)).order(ByteOrder.LITTLE_ENDIAN);
  private final TreeMap<String, Usage> usage = new TreeMap<>();

  /**
   * @param block distinguishes the addresses of one run from those of the others, 0 to 15
   * @param withIpv6 whether every third packet is IPv6
   */
  Traffic(int block, boolean withIpv6, long startMs) {
    this();
    Random random = new Random(block);
    for (int i = 0; i < PACKETS; i++) {
      long atMs = startMs + i * 1_000L / PACKETS_A_SECOND;
      boolean ipv6 = withIpv6 && i % 3 == 0;
      InetAddress ours = ours(block, 1 + random.nextInt(8), ipv6);
      InetAddress other = other(1 + random.nextInt(3), ipv6);
      boolean outbound = random.nextBoolean();
      byte[] payload = new byte[random.nextInt(LONGEST_PAYLOAD_BYTES)];
      int sourcePort = outbound ? 40_000 + random.nextInt(2) : 443;
      int destinationPort = outbound ? 443 : 40_000 + random.nextInt(2);
      ByteBuffer transport =
          random.nextBoolean()
              ? tcp(sourcePort, destinationPort, payload)
              : udp(sourcePort, destinationPort, payload);
      int protocol = transport.capacity() - payload.length == 8 ? UDP : TCP;
      ByteBuffer packet =
          packet(outbound ? ours : other, outbound ? other : ours, protocol, transport);
      putFrame(atMs, packet, ipv6);
      usage.merge(ours.getHostAddress(), Usage.ofPacket(outbound, packet.capacity()), Usage::plus);
    }
  }

  private Traffic() {
    file.putInt(MAGIC_MICROSECONDS).putShort((short) 2).putShort((short) 4);
    file.putInt(0).putInt(0).putInt(65_535).putInt(LINKTYPE_ETHERNET);
  }

  /** Long packets between addresses of which none is ours. */
  static Traffic ofNobody() {
    Traffic traffic = new Traffic();
    ByteBuffer transport = udp(9, 9, new byte[LONGEST_PAYLOAD_BYTES]);
    for (int i = 0; i < PACKETS; i++) {
      traffic.putFrame(
          0, packet(address("192.0.2.1"), address("192.0.2.2"), UDP, transport.rewind()), false);
    }
    return traffic;
  }

  private void putFrame(long atMs, ByteBuffer packet, boolean ipv6) {
    int lengthBytes = ETHERNET_HEADER_BYTES + packet.capacity();
    file.putInt((int) (atMs / 1_000)).putInt((int) (atMs % 1_000) * 1_000);
    file.putInt(lengthBytes).putInt(lengthBytes);
    file.put(
        ByteBuffer.allocate(ETHERNET_HEADER_BYTES)
            .putLong(MAC_ADDRESS << 16 | MAC_ADDRESS >>> 32)
            .putInt((int) MAC_ADDRESS)
            .putShort((short) (ipv6 ? 0x86dd : 0x0800))
            .flip());
    file.put(packet);
  }

  void write(Path capture) throws IOException {
    byte[] bytes = new byte[file.position()];
    file.get(0, bytes);
    Files.write(capture, bytes);
  }

  /** Bytes of the IP layer and packets of each address of ours. */
  TreeMap<String, Usage> usage() {
    return usage;
  }

  /** Whether an address is of the kind that {@link #usage} is about. */
  static boolean isOurs(InetAddress address) {
    String text = address.getHostAddress();
    return text.startsWith("198.51.100.") || text.startsWith("2001:db8:1:0:");
  }

  private static InetAddress ours(int block, int host, boolean ipv6) {
    return ipv6
        ? address("2001:db8:1::" + Integer.toHexString(block * 16 + host))
        : address("198.51.100." + (block * 16 + host));
  }

  private static InetAddress other(int host, boolean ipv6) {
    return ipv6 ? address("2001:db8:2::" + host) : address("203.0.113." + host);
  }

  static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new AssertionError(literal + " is no address", e);
    }
  }

  private static ByteBuffer tcp(int sourcePort, int destinationPort, byte[] payload) {
    ByteBuffer segment = ByteBuffer.allocate(20 + payload.length);
    segment.putShort((short) sourcePort).putShort((short) destinationPort).putInt(0).putInt(0);
    segment.put((byte) 0x50).put((byte) 0x10); // five words of header; ACK
    segment.putShort((short) 1_000).putInt(0).put(payload);
    return segment.flip();
  }

  private static ByteBuffer udp(int sourcePort, int destinationPort, byte[] payload) {
    ByteBuffer datagram = ByteBuffer.allocate(8 + payload.length);
    datagram.putShort((short) sourcePort).putShort((short) destinationPort);
    datagram.putShort((short) datagram.capacity()).putShort((short) 0).put(payload);
    return datagram.flip();
  }

  private static ByteBuffer packet(
      InetAddress from, InetAddress to, int protocol, ByteBuffer transport) {
    boolean ipv6 = from.getAddress().length == 16;
    ByteBuffer packet = ByteBuffer.allocate((ipv6 ? 40 : 20) + transport.capacity());
    if (ipv6) {
      packet.putInt(6 << 28).putShort((short) transport.capacity());
      packet.put((byte) protocol).put((byte) 64);
    } else {
      packet.putShort((short) 0x4500).putShort((short) packet.capacity()).putInt(0);
      packet.put((byte) 64).put((byte) protocol).putShort((short) 0);
    }
    return packet.put(from.getAddress()).put(to.getAddress()).put(transport).flip();
  }
}
