package io.eipmeter.collector.pcap;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A capture file of either format (draft-ietf-opsawg-pcap, -pcapng), packet by packet. */
abstract class CaptureFile implements Closeable {
  /** The longest packet a capture may hold (tcpdump's own limit). */
  static final int LONGEST_PACKET = 262_144;

  private static final int PCAP_MICROS = 0xa1b2c3d4;
  private static final int PCAP_NANOS = 0xa1b23c4d;
  private static final int PCAPNG_SECTION = 0x0a0d0d0a;

  private final Path path;
  private final InputStream in;
  private final byte[] scratch = new byte[32];
  private boolean cut;

  ByteOrder order = ByteOrder.BIG_ENDIAN;

  CaptureFile(Path path, InputStream in) {
    this.path = path;
    this.in = in;
  }

  /**
   * Opens a capture.
   *
   * @return null if the file is no capture
   */
  static @Nullable CaptureFile open(Path path) throws IOException {
    InputStream in = FileBytes.open(path);
    try {
      byte[] magicBytes = in.readNBytes(4);
      if (magicBytes.length == 4) {
        int magic = ByteBuffer.wrap(magicBytes).getInt();
        int swapped = Integer.reverseBytes(magic);
        if (magic == PCAPNG_SECTION) {
          return new PcapngFile(path, in);
        }
        if (magic == PCAP_MICROS || magic == PCAP_NANOS) {
          return new PcapFile(path, in, ByteOrder.BIG_ENDIAN, magic == PCAP_NANOS);
        }
        if (swapped == PCAP_MICROS || swapped == PCAP_NANOS) {
          return new PcapFile(path, in, ByteOrder.LITTLE_ENDIAN, swapped == PCAP_NANOS);
        }
      }
    } catch (IOException e) {
      in.close();
      throw e;
    }
    in.close();
    return null;
  }

  /** The next packet, or null at the end. */
  abstract @Nullable Packet next() throws IOException;

  /** Whether the file ended in the middle of a packet. */
  final boolean cut() {
    return cut;
  }

  /** Reads a header of at most 32 bytes, or null at the end of the file. */
  final @Nullable ByteBuffer header(int length) throws IOException {
    int read = in.readNBytes(scratch, 0, length);
    if (read < length) {
      cut |= read > 0;
      return null;
    }
    return ByteBuffer.wrap(scratch, 0, length).order(order);
  }

  /** Reads so many bytes, or null where the file ends before. */
  final byte @Nullable [] bytes(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      cut = true;
      return null;
    }
    return bytes;
  }

  final boolean skip(long length) throws IOException {
    try {
      in.skipNBytes(length);
      return true;
    } catch (EOFException e) {
      cut = true;
      return false;
    }
  }

  final CaptureException broken(String why) {
    return new CaptureException(path + " is a broken capture file: " + why);
  }

  @Override
  public final void close() throws IOException {
    in.close();
  }
}
