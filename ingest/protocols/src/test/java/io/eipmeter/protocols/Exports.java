package io.eipmeter.protocols;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** Writes export datagrams, from the standards, sharing nothing with the decoders. */
final class Exports {
  static final int VARIABLE = 65_535;

  /** 2023-11-14T22:13:20Z. */
  static final long NOW_S = 1_700_000_000L;

  static final long NOW_MS = NOW_S * 1_000;

  private Exports() {}

  static byte[] u8(int value) {
    return new byte[] {(byte) value};
  }

  static byte[] u16(int value) {
    return ByteBuffer.allocate(2).putShort((short) value).array();
  }

  static byte[] u32(long value) {
    return ByteBuffer.allocate(4).putInt((int) value).array();
  }

  static byte[] u64(long value) {
    return ByteBuffer.allocate(8).putLong(value).array();
  }

  static byte[] ip(String address) {
    try {
      return InetAddress.getByName(address).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(address, e);
    }
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** A set of either protocol: id, length, what is in it. */
  static byte[] set(int id, byte[]... parts) {
    byte[] body = join(parts);
    return join(u16(id), u16(4 + body.length), body);
  }

  /** A template of elements and lengths, in pairs; the same bytes in both protocols. */
  static byte[] template(int id, int... fields) {
    return join(u16(id), u16(fields.length / 2), fields(fields));
  }

  static byte[] fields(int... fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int field : fields) {
      out.writeBytes(u16(field));
    }
    return out.toByteArray();
  }

  /** A field of an enterprise, of which an IPFIX template may hold any number. */
  static byte[] enterpriseField(int element, int length, long enterprise) {
    return join(u16(element | 0x8000), u16(length), u32(enterprise));
  }

  static byte[] ipfix(long domain, long sequence, long exportS, byte[]... sets) {
    byte[] body = join(sets);
    return join(u16(10), u16(16 + body.length), u32(exportS), u32(sequence), u32(domain), body);
  }

  static byte[] ipfix(long sequence, byte[]... sets) {
    return ipfix(1, sequence, NOW_S, sets);
  }

  static byte[] netflow9(long source, long sequence, long uptimeMs, long exportS, byte[]... sets) {
    return join(
        u16(9),
        u16(sets.length),
        u32(uptimeMs),
        u32(exportS),
        u32(sequence),
        u32(source),
        join(sets));
  }

  /** A NetFlow v5 datagram. */
  static byte[] netflow5(long sequence, long uptimeMs, long exportS, int rate, byte[]... records) {
    return join(
        u16(5),
        u16(records.length),
        u32(uptimeMs),
        u32(exportS),
        u32(500_000_000),
        u32(sequence),
        u8(2),
        u8(3),
        u16(rate),
        join(records));
  }

  static byte[] netflow5Record(
      String src, String dst, int srcPort, long packets, long bytes, long startMs, long endMs) {
    return join(
        ip(src),
        ip(dst),
        ip("0.0.0.0"),
        u16(7),
        u16(8),
        u32(packets),
        u32(bytes),
        u32(startMs),
        u32(endMs),
        u16(srcPort),
        u16(443),
        u8(0),
        u8(0x1b),
        u8(6),
        u8(0),
        u16(0),
        u16(0),
        u8(0),
        u8(0),
        u16(0));
  }

  /** A sFlow datagram of an agent with an IPv4 address. */
  static byte[] sflow(
      String agent, long subAgent, long sequence, long uptimeMs, byte[]... samples) {
    return join(
        u32(5),
        u32(1),
        ip(agent),
        u32(subAgent),
        u32(sequence),
        u32(uptimeMs),
        u32(samples.length),
        join(samples));
  }

  /** A sample or a record in a sample: type, length, body. */
  static byte[] typed(int type, byte[]... parts) {
    byte[] body = join(parts);
    return join(u32(type), u32(body.length), body);
  }

  static byte[] flowSample(long sequence, long rate, long inIf, long outIf, byte[]... records) {
    return typed(
        1,
        u32(sequence),
        u32(inIf),
        u32(rate),
        u32(rate * sequence),
        u32(0),
        u32(inIf),
        u32(outIf),
        u32(records.length),
        join(records));
  }

  static byte[] rawHeader(int protocol, long frameBytes, byte[] header) {
    byte[] padding = new byte[(4 - header.length % 4) % 4];
    return typed(1, u32(protocol), u32(frameBytes), u32(4), u32(header.length), header, padding);
  }

  static byte[] ethernet(int type, byte[] rest) {
    return join(new byte[12], u16(type), rest);
  }

  static byte[] ipv4(String src, String dst, int protocol, int totalBytes, byte[] rest) {
    return join(
        u8(0x45),
        u8(0),
        u16(totalBytes),
        u32(0),
        u8(64),
        u8(protocol),
        u16(0),
        ip(src),
        ip(dst),
        rest);
  }

  static byte[] ipv6(String src, String dst, int next, int payloadBytes, byte[] rest) {
    return join(u32(0x6000_0000L), u16(payloadBytes), u8(next), u8(64), ip(src), ip(dst), rest);
  }

  static byte[] tcp(int srcPort, int dstPort, int flags) {
    return join(u16(srcPort), u16(dstPort), u32(1), u32(2), u8(0x50), u8(flags), u16(100), u32(0));
  }
}
