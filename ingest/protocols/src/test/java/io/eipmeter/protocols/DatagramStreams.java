package io.eipmeter.protocols;

import static io.eipmeter.protocols.Exports.NOW_S;
import static io.eipmeter.protocols.Exports.enterpriseField;
import static io.eipmeter.protocols.Exports.fields;
import static io.eipmeter.protocols.Exports.ipfix;
import static io.eipmeter.protocols.Exports.ipv4;
import static io.eipmeter.protocols.Exports.join;
import static io.eipmeter.protocols.Exports.netflow5;
import static io.eipmeter.protocols.Exports.netflow5Record;
import static io.eipmeter.protocols.Exports.netflow9;
import static io.eipmeter.protocols.Exports.rawHeader;
import static io.eipmeter.protocols.Exports.set;
import static io.eipmeter.protocols.Exports.sflow;
import static io.eipmeter.protocols.Exports.tcp;
import static io.eipmeter.protocols.Exports.template;
import static io.eipmeter.protocols.Exports.typed;
import static io.eipmeter.protocols.Exports.u16;
import static io.eipmeter.protocols.Exports.u32;
import static io.eipmeter.protocols.Exports.u64;
import static io.eipmeter.protocols.Exports.u8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Datagrams that reach every corner of the decoders, whole and broken. */
final class DatagramStreams {
  private DatagramStreams() {}

  /** One of each kind, as exporters send them. */
  static List<byte[]> examples() {
    byte[] full =
        template(
            256, 8, 4, 12, 4, 7, 2, 11, 2, 4, 1, 1, 8, 2, 4, 152, 8, 153, 8, 225, 4, 226, 4, 227, 2,
            228, 2, 48, 1);
    byte[] biflow =
        join(
            u16(257),
            u16(5),
            fields(27, 16, 28, 16, 1, 4),
            enterpriseField(1, 4, 29_305),
            fields(96, Exports.VARIABLE));
    byte[] uptimes = template(258, 22, 4, 21, 4, 1, 3, 34, 4);
    byte[] samplers = join(u16(259), u16(3), u16(1), fields(302, 4, 305, 4, 306, 4));
    byte[] samplers9 = join(u16(259), u16(4), u16(8), fields(1, 4, 48, 1, 50, 4));
    byte[] fullRecord =
        join(
            u32(1),
            u32(2),
            u16(3),
            u16(4),
            u8(6),
            u64(5),
            u32(6),
            u64(NOW_S * 1_000),
            u64(NOW_S * 1_000),
            u32(7),
            u32(8),
            u16(9),
            u16(10),
            u8(2));
    byte[] biflowRecord = join(new byte[32], u32(9), u32(8), u8(3), new byte[3]);
    byte[] counters = typed(2, u32(1), u32(7), u32(1), typed(1, new byte[88]));
    byte[] nat = typed(1_007, u32(1), u32(9), u32(2), new byte[16]);
    byte[] raw =
        rawHeader(
            1, 99, Exports.ethernet(0x0800, ipv4("10.0.0.1", "1.1.1.1", 6, 90, tcp(1, 2, 3))));
    List<byte[]> all = new ArrayList<>();
    all.add(ipfix(0, set(2, full, biflow, uptimes), set(3, samplers)));
    all.add(ipfix(0, set(256, fullRecord, fullRecord), set(257, biflowRecord)));
    all.add(ipfix(3, set(258, u32(5), u32(6), new byte[3], u32(0)), set(300, u32(1))));
    all.add(ipfix(0, 4, NOW_S, set(3, samplers), set(259, u32(2), u32(1), u32(9))));
    all.add(netflow9(1, 0, 1_000, NOW_S, set(0, full, uptimes), set(1, samplers9)));
    all.add(netflow9(1, 1, 1_000, NOW_S, set(256, fullRecord), set(259, u32(1), u8(2), u32(9))));
    all.add(netflow9(1, 2, 1_000, NOW_S, set(258, u32(5), u32(6), new byte[3], u32(4))));
    all.add(
        netflow5(0, 1_000, NOW_S, 0x4064, netflow5Record("10.0.0.1", "1.1.1.1", 1, 2, 3, 4, 5)));
    all.add(sflow("192.0.2.1", 1, 1, 1_000, Exports.flowSample(1, 10, 1, 2, raw, nat), counters));
    return all;
  }

  /** A datagram with some of its bytes changed, cut, doubled or made random. */
  static byte[] mutated(byte[] datagram, Random random) {
    byte[] changed = datagram.clone();
    int changes = random.nextInt(6);
    for (int i = 0; i < changes && changed.length > 0; i++) {
      int at = random.nextInt(changed.length);
      switch (random.nextInt(6)) {
        case 0 -> changed[at] = (byte) random.nextInt();
        case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> changed[at] = (byte) 0xff;
        case 3 -> changed[at] = 0;
        case 4 -> changed = java.util.Arrays.copyOf(changed, at);
        default -> changed = join(changed, java.util.Arrays.copyOf(datagram, at % 64));
      }
    }
    return changed;
  }

  /** A stream of examples in any order, some of them mutated, with time passing. */
  static List<byte[]> stream(long seed, int length) {
    Random random = new Random(seed);
    List<byte[]> examples = examples();
    List<byte[]> stream = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      byte[] next = examples.get(random.nextInt(examples.size())).clone();
      if (random.nextInt(3) > 0) { // a sequence number of its own, or it would be a duplicate
        int at = sequenceAt(next);
        next[at + 3] = (byte) random.nextInt();
        next[at + 2] = (byte) random.nextInt(3);
      }
      stream.add(random.nextInt(3) == 0 ? mutated(next, random) : next);
    }
    return stream;
  }

  private static int sequenceAt(byte[] datagram) {
    return switch (datagram[1]) {
      case 5 -> 16;
      case 9 -> 12;
      case 10 -> 8;
      default -> 16;
    };
  }
}
