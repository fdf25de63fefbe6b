package io.eipmeter.sim.world.export;

import io.eipmeter.sim.world.Address;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The three record layouts of the IPFIX exporter. Element numbers from IANA's IPFIX registry; the
 * post-NAT ones from RFC 8158.
 */
final class IpfixLayout {
  private static final int[][] BEFORE_ADDRESSES = {
    {152, 8}, // flowStartMilliseconds
    {153, 8}, // flowEndMilliseconds
    {1, 8}, // octetDeltaCount
    {2, 8}, // packetDeltaCount
  };
  private static final int[][] IPV4_ADDRESSES = {{8, 4}, {12, 4}};
  private static final int[][] IPV6_ADDRESSES = {{27, 16}, {28, 16}};
  private static final int[][] AFTER_ADDRESSES = {
    {7, 2}, // sourceTransportPort
    {11, 2}, // destinationTransportPort
    {4, 1}, // protocolIdentifier
    {6, 2}, // tcpControlBits
    {10, 4}, // ingressInterface
    {14, 4}, // egressInterface
    {61, 1}, // flowDirection
    {136, 1}, // flowEndReason
  };
  private static final int[][] TRANSLATION = {
    {225, 4}, // postNATSourceIPv4Address
    {226, 4}, // postNATDestinationIPv4Address
    {227, 2}, // postNAPTSourceTransportPort
    {228, 2}, // postNAPTDestinationTransportPort
  };

  static final IpfixLayout IPV4_TRANSLATED =
      new IpfixLayout(256, true, BEFORE_ADDRESSES, IPV4_ADDRESSES, AFTER_ADDRESSES, TRANSLATION);
  static final IpfixLayout IPV4_PLAIN =
      new IpfixLayout(257, true, BEFORE_ADDRESSES, IPV4_ADDRESSES, AFTER_ADDRESSES);
  static final IpfixLayout IPV6_PLAIN =
      new IpfixLayout(258, false, BEFORE_ADDRESSES, IPV6_ADDRESSES, AFTER_ADDRESSES);
  static final List<IpfixLayout> ALL = List.of(IPV4_TRANSLATED, IPV4_PLAIN, IPV6_PLAIN);

  final int templateId;
  final int recordBytes;
  private final boolean ipv4;
  private final boolean translated;
  private final int[][] elements;

  private IpfixLayout(int templateId, boolean ipv4, int[][]... parts) {
    this.templateId = templateId;
    this.ipv4 = ipv4;
    translated = Arrays.asList(parts).contains(TRANSLATION);
    elements = Stream.of(parts).flatMap(Stream::of).toArray(int[][]::new);
    recordBytes = Stream.of(elements).mapToInt(element -> element[1]).sum();
  }

  static IpfixLayout of(FlowPath path) {
    if (!path.isIpv4()) {
      return IPV6_PLAIN;
    }
    return path.translated() ? IPV4_TRANSLATED : IPV4_PLAIN;
  }

  /** A template record, RFC 7011 section 3.4.1. */
  void writeTemplate(Wire wire) {
    wire.u16(templateId);
    wire.u16(elements.length);
    for (int[] element : elements) {
      wire.u16(element[0]);
      wire.u16(element[1]);
    }
  }

  /** A data record, in the order of the template. */
  void writeRecord(Wire wire, FlowRecord record) {
    FlowPath path = record.path();
    wire.u64(record.startMs());
    wire.u64(record.endMs());
    wire.u64(record.bytes());
    wire.u64(record.packets());
    writeAddress(wire, path.src());
    writeAddress(wire, path.dst());
    wire.u16(path.srcPort());
    wire.u16(path.dstPort());
    wire.u8(path.ipProtocol());
    wire.u16(record.tcpFlags());
    wire.u32(path.inIf());
    wire.u32(path.outIf());
    wire.u8(path.egress() ? 1 : 0);
    wire.u8(record.endReason());
    if (translated) {
      writeAddress(wire, path.postSrc());
      writeAddress(wire, path.postDst());
      wire.u16(path.postSrcPort());
      wire.u16(path.postDstPort());
    }
  }

  private void writeAddress(Wire wire, Address address) {
    if (ipv4) {
      wire.u32(address.ipv4Bits());
    } else {
      wire.u64(address.high());
      wire.u64(address.low());
    }
  }
}
