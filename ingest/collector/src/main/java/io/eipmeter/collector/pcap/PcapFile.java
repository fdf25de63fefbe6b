package io.eipmeter.collector.pcap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The classic format: one header, then packets. */
final class PcapFile extends CaptureFile {
  private final boolean nanos;
  private final int linkType;

  PcapFile(Path path, InputStream in, ByteOrder order, boolean nanos) throws IOException {
    super(path, in);
    this.order = order;
    this.nanos = nanos;
    ByteBuffer header = header(20);
    if (header == null) {
      throw broken("it ends within its header");
    }
    this.linkType = header.getInt(16) & 0xffff; // above are the length of a checksum and flags
  }

  @Override
  @Nullable Packet next() throws IOException {
    ByteBuffer header = header(16);
    if (header == null) {
      return null;
    }
    long seconds = header.getInt(0) & 0xffff_ffffL;
    long fraction = header.getInt(4) & 0xffff_ffffL;
    int length = header.getInt(8);
    if (length < 0 || length > LONGEST_PACKET) {
      throw broken("a packet of " + (length & 0xffff_ffffL) + " bytes");
    }
    byte[] bytes = bytes(length);
    return bytes == null
        ? null
        : new Packet(seconds * 1_000 + fraction / (nanos ? 1_000_000 : 1_000), linkType, bytes);
  }
}
