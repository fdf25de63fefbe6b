package io.eipmeter.sim.world.export;

import io.eipmeter.sim.world.Address;
import java.util.stream.Stream;

/** A template: which fields a data record has, in which order, each how long. */
final class RecordLayout {
  final int templateId;
  final int recordBytes;
  private final int[][] elements;

  private RecordLayout(int templateId, int[][] elements) {
    this.templateId = templateId;
    this.elements = elements;
    recordBytes = Stream.of(elements).mapToInt(element -> element[1]).sum();
  }

  /**
   * @param parts lists of {element number, length in bytes}
   */
  static RecordLayout of(int templateId, int[][]... parts) {
    return new RecordLayout(templateId, Stream.of(parts).flatMap(Stream::of).toArray(int[][]::new));
  }

  /** The same template id with the fields in the opposite order. */
  RecordLayout reversed() {
    int[][] opposite = new int[elements.length][];
    for (int i = 0; i < elements.length; i++) {
      opposite[i] = elements[elements.length - 1 - i];
    }
    return new RecordLayout(templateId, opposite);
  }

  /** A template record: RFC 7011 section 3.4.1, RFC 3954 section 5.2. */
  void writeTemplate(Wire wire) {
    wire.u16(templateId);
    wire.u16(elements.length);
    for (int[] element : elements) {
      wire.u16(element[0]);
      wire.u16(element[1]);
    }
  }

  /** A data record, in the order of the template. */
  void writeRecord(Wire wire, FlowRecord record, DeviceClock clock) {
    FlowPath path = record.path();
    for (int[] element : elements) {
      switch (element[0]) {
        case 1 -> wire.number(record.bytes(), element[1]); // octetDeltaCount, IN_BYTES
        case 2 -> wire.number(record.packets(), element[1]); // packetDeltaCount, IN_PKTS
        case 4 -> wire.u8(path.ipProtocol());
        case 6 -> wire.number(record.tcpFlags(), element[1]); // tcpControlBits
        case 7 -> wire.u16(path.srcPort());
        case 8, 27 -> address(wire, path.src(), element[1]);
        case 10 -> wire.number(path.inIf(), element[1]); // ingressInterface
        case 11 -> wire.u16(path.dstPort());
        case 12, 28 -> address(wire, path.dst(), element[1]);
        case 14 -> wire.number(path.outIf(), element[1]); // egressInterface
        case 21 -> wire.u32(clock.uptime(record.endMs())); // LAST_SWITCHED
        case 22 -> wire.u32(clock.uptime(record.startMs())); // FIRST_SWITCHED
        case 48, 302 -> wire.number(Sampling.SAMPLER_ID, element[1]); // FLOW_SAMPLER_ID, selectorId
        case 61 -> wire.u8(path.egress() ? 1 : 0); // flowDirection
        case 132 -> wire.u64(record.droppedBytes()); // droppedOctetDeltaCount
        case 133 -> wire.u64(record.droppedPackets()); // droppedPacketDeltaCount
        case 136 -> wire.u8(record.endReason()); // flowEndReason
        case 152 -> wire.u64(record.startMs()); // flowStartMilliseconds
        case 153 -> wire.u64(record.endMs()); // flowEndMilliseconds
        case 225 -> address(wire, path.postSrc(), element[1]); // postNATSourceIPv4Address
        case 226 -> address(wire, path.postDst(), element[1]); // postNATDestinationIPv4Address
        case 227 -> wire.u16(path.postSrcPort()); // postNAPTSourceTransportPort
        case 228 -> wire.u16(path.postDstPort()); // postNAPTDestinationTransportPort
        default -> throw new IllegalStateException("no value for element " + element[0]);
      }
    }
  }

  /** A record of a NAT event, in the order of the template. */
  void writeSession(Wire wire, NatSession session, long deviceMs) {
    FlowPath path = session.path();
    for (int[] element : elements) {
      switch (element[0]) {
        case 4 -> wire.u8(path.ipProtocol());
        case 7 -> wire.u16(path.srcPort());
        case 8 -> address(wire, path.src(), element[1]);
        case 11 -> wire.u16(path.dstPort());
        case 12 -> address(wire, path.dst(), element[1]);
        case 225 -> address(wire, path.postSrc(), element[1]);
        case 227 -> wire.u16(path.postSrcPort());
        case 230 -> wire.u8(session.natEvent());
        case 323 -> wire.u64(deviceMs); // observationTimeMilliseconds
        default -> throw new IllegalStateException("no value for element " + element[0]);
      }
    }
  }

  private static void address(Wire wire, Address address, int bytes) {
    if (bytes == 4) {
      wire.u32(address.ipv4Bits());
    } else {
      wire.u64(address.high());
      wire.u64(address.low());
    }
  }
}
