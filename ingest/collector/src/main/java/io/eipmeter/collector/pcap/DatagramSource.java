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
 * The datagrams of a file, in their order: of a capture (pcap, pcapng), of a file of IPFIX messages
 * (*.ipfix, RFC 5655), each of them packed by gzip or not, or of a file that is the payload of one
 * datagram (*.dat, *.bin).
 */
public final class DatagramSource implements Closeable {
  private static final byte[] NO_ADDRESS = new byte[4];
  private static final int LONGEST_FILE = 1 << 20;

  private final @Nullable CaptureFile capture;
  private final @Nullable IpfixFile messages;
  private final UdpExtractor extractor = new UdpExtractor();
  private final Deque<byte[]> payloads = new ArrayDeque<>();
  private long packets;

  private DatagramSource(@Nullable CaptureFile capture, @Nullable IpfixFile messages) {
    this.capture = capture;
    this.messages = messages;
  }

  /**
   * @throws CaptureException if the file is none of these
   */
  public static DatagramSource open(Path path) throws IOException {
    String name = path.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".ipfix") || name.endsWith(".ipfix.gz")) {
      return new DatagramSource(null, new IpfixFile(path));
    }
    CaptureFile capture = CaptureFile.open(path);
    if (capture != null) {
      return new DatagramSource(capture, null);
    }
    boolean payload = name.endsWith(".dat") || name.endsWith(".bin");
    if (!payload || Files.size(path) > LONGEST_FILE) {
      throw new CaptureException(
          path
              + " is no capture file (pcap, pcapng), none of IPFIX messages (.ipfix) and no"
              + " datagram's payload (.dat, .bin)");
    }
    DatagramSource source = new DatagramSource(null, null);
    Payloads.split(Files.readAllBytes(path), source.payloads);
    return source;
  }

  /** The next datagram, or null at the end. */
  public @Nullable UdpDatagram next() throws IOException {
    if (messages != null) {
      return messages.next();
    }
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

  /** Whether the file ends in the middle of a packet or message. */
  public boolean cut() {
    return capture != null && capture.cut() || messages != null && messages.cut();
  }

  @Override
  public void close() throws IOException {
    if (capture != null) {
      capture.close();
    }
    if (messages != null) {
      messages.close();
    }
  }
}
