package io.eipmeter.collector.pcap;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The UDP datagrams of a file, in their order: of a capture (pcap, pcapng), or of a file that is
 * the payload of one datagram (*.dat, *.bin).
 */
public final class DatagramSource implements Closeable {
  private static final byte[] NO_ADDRESS = new byte[4];
  private static final int LONGEST_FILE = 1 << 20;

  private final @Nullable CaptureFile capture;
  private final UdpExtractor extractor = new UdpExtractor();
  private final Deque<byte[]> payloads = new ArrayDeque<>();
  private long packets;

  private DatagramSource(@Nullable CaptureFile capture) {
    this.capture = capture;
  }

  /**
   * @throws CaptureException if the file is neither
   */
  public static DatagramSource open(Path path) throws IOException {
    CaptureFile capture = CaptureFile.open(path);
    if (capture != null) {
      return new DatagramSource(capture);
    }
    String name = path.toString().toLowerCase(Locale.ROOT);
    boolean payload = name.endsWith(".dat") || name.endsWith(".bin");
    if (!payload || Files.size(path) > LONGEST_FILE) {
      throw new CaptureException(
          path + " is no capture file (pcap, pcapng) and no datagram's payload (.dat, .bin)");
    }
    DatagramSource source = new DatagramSource(null);
    Payloads.split(Files.readAllBytes(path), source.payloads);
    return source;
  }

  /** The next datagram, or null at the end. */
  public @Nullable UdpDatagram next() throws IOException {
    if (capture == null) {
      byte[] payload = payloads.poll();
      return payload == null ? null : new UdpDatagram(0, false, NO_ADDRESS, 0, 0, payload);
    }
    for (Packet packet = capture.next(); packet != null; packet = capture.next()) {
      packets++;
      UdpDatagram datagram = extractor.extract(packet);
      if (datagram != null) {
        return datagram;
      }
    }
    return null;
  }

  /** Packets read so far, of a capture. */
  public long packets() {
    return packets;
  }

  /** Packets that held no UDP datagram over IP. */
  public long otherPackets() {
    return extractor.others();
  }

  /** Fragmented datagrams of which a part is missing. */
  public long incompleteDatagrams() {
    return extractor.incomplete();
  }

  /** Whether the capture ends in the middle of a packet. */
  public boolean cut() {
    return capture != null && capture.cut();
  }

  @Override
  public void close() throws IOException {
    if (capture != null) {
      capture.close();
    }
  }
}
