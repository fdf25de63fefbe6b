package io.eipmeter.collector.pcap;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** IPFIX messages one after the other (RFC 5655); each was received when it was exported. */
final class IpfixFile implements Closeable {
  private static final byte[] NO_ADDRESS = new byte[4];
  private static final int HEADER = 16;
  private static final int VERSION = 10;

  private final Path path;
  private final InputStream in;
  private boolean cut;

  IpfixFile(Path path) throws IOException {
    this.path = path;
    this.in = FileBytes.open(path);
  }

  /**
   * The next message, or null at the end.
   *
   * @throws CaptureException where no message begins
   */
  @Nullable UdpDatagram next() throws IOException {
    byte[] header = in.readNBytes(HEADER);
    if (header.length < HEADER) {
      cut |= header.length > 0;
      return null;
    }
    ByteBuffer fields = ByteBuffer.wrap(header);
    int length = fields.getShort(2) & 0xffff;
    if (fields.getShort(0) != VERSION || length < HEADER) {
      throw new CaptureException(path + " is no file of IPFIX messages (RFC 5655)");
    }
    byte[] message = Arrays.copyOf(header, length);
    if (in.readNBytes(message, HEADER, length - HEADER) < length - HEADER) {
      cut = true;
      return null;
    }
    long exportMs = (fields.getInt(4) & 0xffff_ffffL) * 1_000;
    return new UdpDatagram(exportMs, true, NO_ADDRESS, 0, 0, message);
  }

  /** Whether the file ended in the middle of a message. */
  boolean cut() {
    return cut;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
