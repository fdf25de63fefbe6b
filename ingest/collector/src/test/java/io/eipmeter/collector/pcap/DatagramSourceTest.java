package io.eipmeter.collector.pcap;

import static io.eipmeter.collector.pcap.Captures.bytes;
import static io.eipmeter.collector.pcap.Captures.ipv4;
import static io.eipmeter.collector.pcap.Captures.ipv6;
import static io.eipmeter.collector.pcap.Captures.join;
import static io.eipmeter.collector.pcap.Captures.udp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatagramSourceTest {
  private static final byte[] PAYLOAD = bytes(0, 9, 1, 2, 3, 4, 5, 6, 7);
  private static final byte[] PACKET = ipv4(1, 0, false, udp(40_000, 2_055, PAYLOAD));
  private static final long AT_S = 1_700_000_000L;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("capture");
  }

  private List<UdpDatagram> read() throws IOException {
    List<UdpDatagram> all = new ArrayList<>();
    try (DatagramSource source = DatagramSource.open(file)) {
      for (UdpDatagram next = source.next(); next != null; next = source.next()) {
        all.add(next);
      }
    }
    return all;
  }

  private void holdsThePayload(int linkType, byte[] packet) throws IOException {
    Captures.pcap(file, ByteOrder.LITTLE_ENDIAN, false, linkType, AT_S, packet);
    List<UdpDatagram> found = read();
    assertThat(found).as("link type %d", linkType).hasSize(1);
    assertThat(found.get(0).payload()).isEqualTo(PAYLOAD);
    assertThat(found.get(0).sourcePort()).isEqualTo(40_000);
    assertThat(found.get(0).port()).isEqualTo(2_055);
    assertThat(found.get(0).timeMs()).isEqualTo(AT_S * 1_000 + 250);
  }

  @Test
  void findsUdpBelowEveryLinkLayer() throws IOException {
    byte[] macs = new byte[12];
    holdsThePayload(1, join(macs, bytes(8, 0), PACKET, new byte[6])); // with Ethernet's padding
    holdsThePayload(1, join(macs, bytes(0x81, 0, 0, 5, 8, 0), PACKET));
    holdsThePayload(1, join(macs, bytes(0x88, 0xa8, 0, 5, 0x81, 0, 0, 6, 8, 0), PACKET));
    holdsThePayload(113, join(new byte[14], bytes(8, 0), PACKET));
    holdsThePayload(276, join(bytes(8, 0), new byte[18], PACKET));
    holdsThePayload(0, join(bytes(2, 0, 0, 0), PACKET));
    holdsThePayload(108, join(bytes(0, 0, 0, 2), PACKET));
    holdsThePayload(101, PACKET);
    holdsThePayload(228, PACKET);
    byte[] six = ipv6(0, join(bytes(17, 0, 0, 0, 0, 0, 0, 0), udp(40_000, 2_055, PAYLOAD)));
    holdsThePayload(229, six);
    assertThat(read().get(0).source()).hasSize(16);
  }

  @Test
  void readsEveryByteOrderAndResolutionOfPcap() throws IOException {
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      for (boolean nanos : new boolean[] {true, false}) {
        Captures.pcap(file, order, nanos, 101, AT_S, PACKET, PACKET);
        assertThat(read())
            .extracting(UdpDatagram::timeMs)
            .containsExactly(AT_S * 1_000 + 250, AT_S * 1_000 + 1_250);
      }
    }
  }

  @Test
  void readsPcapngOfSeveralSectionsInterfacesAndResolutions() throws IOException {
    ByteOrder little = ByteOrder.LITTLE_ENDIAN;
    ByteOrder big = ByteOrder.BIG_ENDIAN;
    Files.write(
        file,
        join(
            Captures.section(little),
            Captures.describe(little, 101, 6),
            Captures.describe(little, 1, 9),
            Captures.block(little, 5, new byte[12]), // statistics
            Captures.enhanced(little, 0, AT_S * 1_000_000, PACKET),
            Captures.enhanced(
                little,
                1,
                AT_S * 1_000_000_000 + 7_000_000,
                join(new byte[12], bytes(8, 0), PACKET)),
            Captures.section(big),
            Captures.describe(big, 101, 3),
            Captures.enhanced(big, 0, AT_S * 1_000 + 9, PACKET)));
    assertThat(read())
        .extracting(UdpDatagram::timeMs)
        .containsExactly(AT_S * 1_000, AT_S * 1_000 + 7, AT_S * 1_000 + 9);
  }

  @Test
  void putsFragmentsTogetherInAnyOrder() throws IOException {
    byte[] payload = new byte[4_000];
    new Random(3).nextBytes(payload);
    byte[] whole = udp(40_000, 2_055, payload);
    byte[] first = ipv4(7, 0, true, Arrays.copyOfRange(whole, 0, 1_480));
    byte[] second = ipv4(7, 1_480, true, Arrays.copyOfRange(whole, 1_480, 2_960));
    byte[] third = ipv4(7, 2_960, false, Arrays.copyOfRange(whole, 2_960, whole.length));
    byte[] stray = ipv4(8, 1_480, false, new byte[16]);
    Captures.pcap(
        file, ByteOrder.LITTLE_ENDIAN, false, 101, AT_S, third, stray, first, first, second);
    List<UdpDatagram> found = read();
    assertThat(found).hasSize(1);
    assertThat(found.get(0).payload()).isEqualTo(payload);
    byte[] six = join(bytes(17, 0, 0, 1, 0, 0, 0, 9), Arrays.copyOfRange(whole, 0, 1_480));
    byte[] rest =
        join(bytes(17, 0, 5, 0xc8, 0, 0, 0, 9), Arrays.copyOfRange(whole, 1_480, whole.length));
    Captures.pcap(file, ByteOrder.LITTLE_ENDIAN, false, 101, AT_S, ipv6(44, six), ipv6(44, rest));
    assertThat(read().get(0).payload()).isEqualTo(payload);
  }

  @Test
  void aCaptureCutInAPacketGivesWhatIsWholeAndSaysSo() throws IOException {
    Captures.pcap(file, ByteOrder.LITTLE_ENDIAN, false, 101, AT_S, PACKET, PACKET);
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, all.length - 3));
    try (DatagramSource source = DatagramSource.open(file)) {
      assertThat(source.next()).isNotNull();
      assertThat(source.next()).isNull();
      assertThat(source.cut()).isTrue();
    }
  }

  @Test
  void aFileOfAPayloadIsOneDatagram() throws IOException {
    file = folder.resolve("export.dat");
    Files.write(file, PAYLOAD);
    assertThat(read()).hasSize(1);
    assertThat(read().get(0).payload()).isEqualTo(PAYLOAD);
    assertThat(read().get(0).timeKnown()).isFalse();
  }

  @Test
  void anythingElseIsRefusedWithASentence() throws IOException {
    Files.writeString(file, "no capture at all, but a text of some length");
    assertThatThrownBy(this::read)
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("is no capture file (pcap, pcapng)");
  }

  @Test
  void noBytesOfACaptureMakeItThrowAnythingElse() throws IOException {
    Random random = new Random(11);
    for (int i = 0; i < 400; i++) {
      if (i % 2 == 0) {
        Captures.pcap(
            file, ByteOrder.LITTLE_ENDIAN, false, 1, AT_S, join(new byte[12], bytes(8, 0), PACKET));
      } else {
        ByteOrder little = ByteOrder.LITTLE_ENDIAN;
        Files.write(
            file,
            join(
                Captures.section(little),
                Captures.describe(little, 101, 6),
                Captures.enhanced(little, 0, 5, PACKET)));
      }
      byte[] bytes = Files.readAllBytes(file);
      for (int changes = 1 + random.nextInt(5); changes > 0; changes--) {
        bytes[4 + random.nextInt(bytes.length - 4)] = (byte) random.nextInt();
      }
      Files.write(file, bytes);
      try {
        read();
      } catch (CaptureException expected) {
        assertThat(expected).hasMessageContaining("broken capture file");
      }
    }
  }
}
