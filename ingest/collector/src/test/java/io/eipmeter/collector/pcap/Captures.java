package io.eipmeter.collector.pcap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes captures of every form, for tests. */
public final class Captures {
  private Captures() {}

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  public static byte[] udp(int from, int to, byte[] payload) {
    ByteBuffer out = ByteBuffer.allocate(8 + payload.length);
    out.putShort((short) from).putShort((short) to).putShort((short) out.capacity());
    return out.putShort((short) 0).put(payload).array();
  }

  /** An IPv4 packet of 192.0.2.1, or a fragment of one; the offset in bytes. */
  public static byte[] ipv4(int id, int offset, boolean more, byte[] body) {
    ByteBuffer out = ByteBuffer.allocate(20 + body.length);
    out.put((byte) 0x45).put((byte) 0).putShort((short) out.capacity()).putShort((short) id);
    out.putShort((short) ((more ? 0x2000 : 0) | offset / 8)).put((byte) 64).put((byte) 17);
    out.putShort((short) 0).put(bytes(192, 0, 2, 1)).put(bytes(192, 0, 2, 2)).put(body);
    return out.array();
  }

  /** An IPv6 packet of 2001:db8::1, with headers of its own between. */
  static byte[] ipv6(int next, byte[] body) {
    ByteBuffer out = ByteBuffer.allocate(40 + body.length);
    out.putInt(0x6000_0000).putShort((short) body.length).put((byte) next).put((byte) 64);
    out.putLong(0x2001_0db8_0000_0000L).putLong(1).putLong(0x2001_0db8_0000_0000L).putLong(2);
    return out.put(body).array();
  }

  /** A classic capture; packets a second apart from {@code firstS}. */
  public static void pcap(
      Path file, ByteOrder order, boolean nanos, int linkType, long firstS, byte[]... packets)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer header = ByteBuffer.allocate(24).order(order);
    header.putInt(nanos ? 0xa1b23c4d : 0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
    header.putInt(0).putInt(0).putInt(65_535).putInt(linkType);
    out.writeBytes(header.array());
    for (int i = 0; i < packets.length; i++) {
      ByteBuffer packet = ByteBuffer.allocate(16).order(order);
      packet.putInt((int) (firstS + i)).putInt(nanos ? 250_000_000 : 250_000);
      packet.putInt(packets[i].length).putInt(packets[i].length);
      out.writeBytes(packet.array());
      out.writeBytes(packets[i]);
    }
    Files.write(file, out.toByteArray());
  }

  /** A block of pcapng. */
  static byte[] block(ByteOrder order, int type, byte[] body) {
    int padded = body.length + 3 & ~3;
    ByteBuffer out = ByteBuffer.allocate(12 + padded).order(order);
    out.putInt(type).putInt(out.capacity()).put(Arrays.copyOf(body, padded));
    return out.putInt(out.capacity()).array();
  }

  static byte[] section(ByteOrder order) {
    ByteBuffer body = ByteBuffer.allocate(16).order(order);
    body.putInt(0x1a2b3c4d).putShort((short) 1).putShort((short) 0).putLong(-1);
    return block(order, 0x0a0d0d0a, body.array());
  }

  /** An interface whose clock ticks 10^-resolution seconds. */
  static byte[] describe(ByteOrder order, int linkType, int resolution) {
    ByteBuffer body = ByteBuffer.allocate(20).order(order);
    body.putShort((short) linkType).putShort((short) 0).putInt(0);
    body.putShort((short) 9).putShort((short) 1).put((byte) resolution).put(new byte[3]);
    return block(order, 1, body.putInt(0).array());
  }

  static byte[] enhanced(ByteOrder order, int from, long ticks, byte[] packet) {
    ByteBuffer body = ByteBuffer.allocate(20 + packet.length).order(order);
    body.putInt(from).putInt((int) (ticks >>> 32)).putInt((int) ticks);
    return block(order, 6, body.putInt(packet.length).putInt(packet.length).put(packet).array());
  }
}
