package io.eipmeter.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.collector.pcap.Captures;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DecodeCommandTest {
  private static final long AT_S = 1_700_000_000L;

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Object command, String... args) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  /** A NAT gateway's record in IPFIX, with its template. */
  private static byte[] ipfix() {
    ByteBuffer datagram =
        ByteBuffer.allocate(16 + 4 + 4 + 4 * 8 + 4 + 4 + 4 + 4 + 2 + 8 + 8 + 8 + 4);
    datagram.putShort((short) 10).putShort((short) datagram.capacity());
    datagram.putInt((int) AT_S).putInt(0).putInt(42);
    datagram.putShort((short) 2).putShort((short) 40).putShort((short) 256).putShort((short) 8);
    short[] fields = {8, 4, 12, 4, 225, 4, 227, 2, 1, 8, 152, 8, 153, 8, 14, 4};
    for (short field : fields) {
      datagram.putShort(field);
    }
    datagram.putShort((short) 256).putShort((short) 46);
    datagram.putInt(0x0a00_0005).putInt(0xc633_6407).putInt(0xcb00_7109).putShort((short) 1_024);
    datagram.putLong(1_500).putLong(AT_S * 1_000 - 10).putLong(AT_S * 1_000).putInt(-1);
    return datagram.array();
  }

  private Path capture() throws IOException {
    Path file = folder.resolve("export.pcap");
    byte[] packet = Captures.ipv4(1, 0, false, Captures.udp(9, 4_739, ipfix()));
    byte[] other = Captures.ipv4(2, 0, false, Captures.udp(9, 53, new byte[20]));
    Captures.pcap(file, ByteOrder.LITTLE_ENDIAN, false, 101, AT_S, packet, packet, other);
    return file;
  }

  @Test
  void printsOneJsonObjectAFlowOrRejectAndASummaryBesideIt() throws IOException {
    assertThat(run(new DecodeCommand(), capture().toString())).isZero();
    assertThat(out) // the flow comes last: it waits for options that might tell its sampling rate
        .hasToString(
            "{\"exporter\":\"192.0.2.1\",\"rejected\":\"UNKNOWN_PROTOCOL\","
                + "\"receivedMs\":1700000002250,\"datagramBytes\":20}\n"
                + "{\"exporter\":\"192.0.2.1\",\"domain\":42,\"protocol\":\"ipfix\",\"src\":\"10.0.0.5\","
                + "\"dst\":\"198.51.100.7\",\"bytes\":1500,\"startMs\":1699999999990,"
                + "\"endMs\":1700000000000,\"postNatSrc\":\"203.0.113.9\",\"postNatSrcPort\":1024,"
                + "\"outIf\":4294967295}\n");
    assertThat(err.toString())
        .contains("datagrams: 3", "duplicate: 1", "flows: 1", "templates: 1")
        .contains("UNKNOWN_PROTOCOL: 1");
  }

  @Test
  void aWrongFileIsOneSentenceAndExitCodeTwo() throws IOException {
    assertThat(run(new DecodeCommand(), folder.resolve("none.pcap").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("none.pcap can't be read");
    Path text = Files.writeString(folder.resolve("some.txt"), "not a capture");
    assertThat(run(new DecodeCommand(), text.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("some.txt is no capture file");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void replaySendsTheExportsOfACaptureAndNothingElse() throws IOException {
    try (DatagramSocket collector = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      collector.setSoTimeout(10_000);
      String to = "127.0.0.1:" + collector.getLocalPort();
      assertThat(run(new ReplayCommand(), capture().toString(), "--to", to, "--speed", "max"))
          .isZero();
      DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
      for (int i = 0; i < 2; i++) {
        collector.receive(packet);
        assertThat(Arrays.copyOf(packet.getData(), packet.getLength())).isEqualTo(ipfix());
      }
      assertThat(err.toString()).contains("sent 2 datagrams; 1 of the capture are no exports");
    }
  }

  @Test
  void replayRefusesABadTargetOrSpeed() throws IOException {
    String file = capture().toString();
    assertThat(run(new ReplayCommand(), file, "--to", "here")).isEqualTo(2);
    assertThat(run(new ReplayCommand(), file, "--to", "127.0.0.1:9", "--speed", "-1")).isEqualTo(2);
    assertThat(err.toString()).contains("--to must be HOST:PORT", "--speed must be a number above");
  }

  @Test
  void addressesAreWrittenAsRfc5952HasIt() {
    assertThat(text(0x2001_0db8_0000_0001L, 1)).isEqualTo("2001:db8:0:1::1");
    assertThat(text(0x2001_0db8_0000_0000L, 0)).isEqualTo("2001:db8::");
    assertThat(text(0, 0)).isEqualTo("::");
    assertThat(text(0, 1)).isEqualTo("::1");
    assertThat(text(0x0001_0000_0002_0003L, 0x0004_0005_0006_0007L)).isEqualTo("1:0:2:3:4:5:6:7");
    assertThat(text(0, 0xffff_0a00_0001L)).isEqualTo("10.0.0.1");
  }

  private static String text(long high, long low) {
    StringBuilder text = new StringBuilder();
    AddressText.append(text, high, low);
    return text.toString();
  }
}
