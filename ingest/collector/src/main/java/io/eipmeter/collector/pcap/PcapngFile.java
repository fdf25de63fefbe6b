package io.eipmeter.collector.pcap;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The next generation format: blocks, of which sections, interfaces and packets are read. */
final class PcapngFile extends CaptureFile {
  private static final int SECTION = 0x0a0d0d0a;
  private static final int BYTE_ORDER = 0x1a2b3c4d;
  private static final int INTERFACE = 1;
  private static final int OLD_PACKET = 2;
  private static final int SIMPLE_PACKET = 3;
  private static final int ENHANCED_PACKET = 6;
  private static final int OPTION_RESOLUTION = 9;
  private static final int OPTION_OFFSET = 14;
  private static final int MOST_INTERFACES = 65_536;
  private static final int LONGEST_BLOCK = 1 << 24;

  /** What a section says of an interface; resolution as pcapng encodes it. */
  private record Interface(int linkType, int snapLength, int resolution, long offsetSeconds) {
    long timeMs(long high, long low) {
      long ticks = high << 32 | low;
      int power = resolution & 0x7f;
      if (power == 6 && resolution >= 0 && ticks >= 0) {
        return ticks / 1_000 + offsetSeconds * 1_000;
      }
      BigInteger unit = BigInteger.valueOf((resolution & 0x80) == 0 ? 10 : 2).pow(power);
      BigInteger value = new BigInteger(Long.toUnsignedString(ticks));
      return value.multiply(BigInteger.valueOf(1_000)).divide(unit).longValue()
          + offsetSeconds * 1_000;
    }
  }

  private final List<Interface> interfaces = new ArrayList<>();

  PcapngFile(Path path, InputStream in) throws IOException {
    super(path, in);
    if (!section()) {
      throw broken("it ends within its header");
    }
  }

  @Override
  @Nullable Packet next() throws IOException {
    while (true) {
      ByteBuffer typeOf = header(4);
      if (typeOf == null) {
        return null;
      }
      int type = typeOf.getInt(0);
      if (type == SECTION) {
        if (!section()) {
          return null;
        }
        continue;
      }
      ByteBuffer lengthOf = header(4);
      if (lengthOf == null) {
        return null;
      }
      int length = lengthOf.getInt(0);
      if (length < 12 || length > LONGEST_BLOCK || length % 4 != 0) {
        throw broken("a block of " + (length & 0xffff_ffffL) + " bytes");
      }
      byte[] body = bytes(length - 12);
      if (body == null || header(4) == null) {
        return null;
      }
      Packet packet = block(type, ByteBuffer.wrap(body).order(order));
      if (packet != null) {
        return packet;
      }
    }
  }

  /** Reads a section header after its type. */
  private boolean section() throws IOException {
    ByteBuffer start = header(8);
    if (start == null) {
      return false;
    }
    order = ByteOrder.BIG_ENDIAN;
    int magic = start.order(ByteOrder.BIG_ENDIAN).getInt(4);
    if (magic == Integer.reverseBytes(BYTE_ORDER)) {
      order = ByteOrder.LITTLE_ENDIAN;
    } else if (magic != BYTE_ORDER) {
      throw broken("a section without a byte order");
    }
    int length = start.order(order).getInt(0);
    if (length < 28 || length > LONGEST_BLOCK) {
      throw broken("a section header of " + (length & 0xffff_ffffL) + " bytes");
    }
    interfaces.clear();
    return skip(length - 12);
  }

  private @Nullable Packet block(int type, ByteBuffer body) throws IOException {
    switch (type) {
      case INTERFACE:
        if (body.limit() < 8 || interfaces.size() == MOST_INTERFACES) {
          throw broken("a bad interface");
        }
        interfaces.add(description(body));
        return null;
      case ENHANCED_PACKET:
        return packet(body, body.limit() < 20 ? -1 : body.getInt(0), 20, 4, 12);
      case OLD_PACKET:
        return packet(body, body.limit() < 20 ? -1 : body.getShort(0) & 0xffff, 20, 4, 12);
      case SIMPLE_PACKET:
        return simple(body);
      default:
        return null; // names, statistics and other blocks
    }
  }

  private Interface description(ByteBuffer body) {
    int resolution = 6;
    long offsetSeconds = 0;
    int at = 8;
    while (at + 4 <= body.limit()) {
      int option = body.getShort(at) & 0xffff;
      int length = body.getShort(at + 2) & 0xffff;
      if (option == 0 || at + 4 + length > body.limit()) {
        break;
      }
      if (option == OPTION_RESOLUTION && length == 1) {
        resolution = body.get(at + 4) & 0xff;
      } else if (option == OPTION_OFFSET && length == 8) {
        offsetSeconds = body.getLong(at + 4);
      }
      at += 4 + (length + 3 & ~3);
    }
    return new Interface(body.getShort(0) & 0xffff, body.getInt(4), resolution, offsetSeconds);
  }

  private Packet packet(ByteBuffer body, int index, int data, int timeAt, int lengthAt)
      throws IOException {
    if (index < 0 || index >= interfaces.size()) {
      throw broken("a packet of an interface it does not describe");
    }
    Interface from = interfaces.get(index);
    long high = body.getInt(timeAt) & 0xffff_ffffL;
    long low = body.getInt(timeAt + 4) & 0xffff_ffffL;
    return new Packet(
        from.timeMs(high, low), from.linkType, data(body, data, body.getInt(lengthAt)));
  }

  private Packet simple(ByteBuffer body) throws IOException {
    if (interfaces.isEmpty() || body.limit() < 4) {
      throw broken("a packet of an interface it does not describe");
    }
    Interface first = interfaces.get(0);
    int length = Math.min(body.getInt(0), body.limit() - 4);
    if (first.snapLength > 0) {
      length = Math.min(length, first.snapLength);
    }
    return new Packet(Packet.NO_TIME, first.linkType, data(body, 4, length));
  }

  private byte[] data(ByteBuffer body, int from, int length) throws IOException {
    if (length < 0 || length > body.limit() - from || length > LONGEST_PACKET) {
      throw broken("a packet of " + (length & 0xffff_ffffL) + " bytes");
    }
    byte[] bytes = new byte[length];
    body.get(from, bytes);
    return bytes;
  }
}
