package io.eipmeter.protocols;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What softflowd 1.1.0 exported of 600 TCP and UDP packets over IPv4 and IPv6 (NetFlow 5: IPv4
 * only), against what nfdump 1.7.1 made of the very same datagrams.
 */
class SoftflowdTest {
  /** Raw IPv4 in a classic pcap: https://www.tcpdump.org/linktypes.html. */
  private static final int LINKTYPE_RAW = 101;

  private static final int IP_AND_UDP_BYTES = 28;

  private static ByteBuffer resource(String name) throws IOException {
    try (InputStream in = SoftflowdTest.class.getResourceAsStream("/softflowd/" + name)) {
      if (in == null) {
        throw new AssertionError(name + " is missing");
      }
      return ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /** As the recorder writes an address: IPv6 as 32 hexadecimal digits. */
  private static String address(String text) throws IOException {
    byte[] bytes = InetAddress.getByName(text).getAddress();
    return bytes.length == 16 ? HexFormat.of().formatHex(bytes) : text;
  }

  @ParameterizedTest
  @ValueSource(strings = {"netflow5", "netflow9", "ipfix"})
  void bytesAndPacketsOfEachSourceAreThoseThatNfdumpSays(String protocol) throws IOException {
    TreeMap<String, String> expected = new TreeMap<>();
    String told =
        StandardCharsets.UTF_8.decode(resource(protocol + ".nfdump.txt")).toString().strip();
    for (String line : told.split("\n")) {
      if (!line.startsWith("#")) {
        String[] fields = line.split(" ");
        expected.put(address(fields[0]), fields[1] + " packets, " + fields[2] + " bytes");
      }
    }
    assertThat(decoded(resource(protocol + ".pcap"), protocol)).isEqualTo(expected);
  }

  private static TreeMap<String, String> decoded(ByteBuffer pcap, String protocol) {
    assertThat(pcap.getInt(20)).isEqualTo(LINKTYPE_RAW);
    DatagramDecoder decoder = new DatagramDecoder(DecoderOptions.DEFAULT);
    ExporterState exporter = new ExporterState();
    TreeMap<String, long[]> sums = new TreeMap<>();
    Recorder recorder = new Recorder();
    pcap.position(24);
    while (pcap.hasRemaining()) {
      long receivedMs = pcap.getInt() * 1_000L + pcap.getInt() / 1_000;
      int length = pcap.getInt();
      pcap.getInt();
      assertThat(
              decoder.decode(
                  exporter,
                  pcap.array(),
                  pcap.position() + IP_AND_UDP_BYTES,
                  length - IP_AND_UDP_BYTES,
                  receivedMs,
                  receivedMs,
                  recorder))
          .isEqualTo(Outcome.DECODED);
      pcap.position(pcap.position() + length);
    }
    for (Recorder.Seen flow : recorder.flows) {
      assertThat(flow.protocol().label()).isEqualTo(protocol);
      long[] sum = sums.computeIfAbsent(flow.src(), source -> new long[2]);
      sum[0] += flow.packets();
      sum[1] += flow.bytes();
    }
    TreeMap<String, String> found = new TreeMap<>();
    sums.forEach((source, sum) -> found.put(source, sum[0] + " packets, " + sum[1] + " bytes"));
    return found;
  }
}
