package io.eipmeter.collector.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class KernelDropsTest {
  private static final String HEAD =
      "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
          + " inode ref pointer drops";

  private static String line(int port, long inode, long drops) {
    return String.format(
        Locale.ROOT,
        "  712: 00000000:%04X 00000000:0000 07 00000000:00000000 00:00000000 00000000     0"
            + "        0 %d 2 0000000000000000 %d",
        port,
        inode,
        drops);
  }

  @Test
  void onlyOwnSocketsOfOurPortsCountAndOnlyWhatIsNew() {
    KernelDrops drops = new KernelDrops(Set.of(2055));
    List<String> first = List.of(HEAD, line(2055, 1, 5), line(2055, 2, 9), line(53, 3, 100));
    assertThat(drops.poll(first, Set.of("1", "3"))).isEqualTo(5);
    List<String> second = List.of(HEAD, line(2055, 1, 12), line(2055, 2, 90));
    assertThat(drops.poll(second, Set.of("1"))).isEqualTo(7);
    assertThat(drops.poll(second, Set.of("1"))).isZero();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatTheKernelDropsAtAFullSocketIsRead() throws Exception {
    try (DatagramChannel receiver = DatagramChannel.open();
        DatagramChannel sender = DatagramChannel.open()) {
      receiver.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
      receiver.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      InetSocketAddress address = (InetSocketAddress) receiver.getLocalAddress();
      KernelDrops drops = new KernelDrops(Set.of(address.getPort()));
      int sent = 200;
      for (int i = 0; i < sent; i++) {
        sender.send(ByteBuffer.allocate(1_000), address);
      }
      receiver.configureBlocking(false);
      int received = 0;
      while (receiver.receive(ByteBuffer.allocate(2_000)) != null) {
        received++;
      }
      assertThat(received).isLessThan(sent);
      assertThat(drops.poll()).isEqualTo(sent - received);
    }
  }
}
