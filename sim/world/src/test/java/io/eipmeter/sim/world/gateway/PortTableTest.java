package io.eipmeter.sim.world.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.export.FlowPath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortTableTest {
  private static final Address EIP = Address.parse("198.18.0.1");
  private static final Address PEER = Address.parse("100.64.0.1");
  private static final int TCP = 6;

  private final PortTable ports = new PortTable();

  private int take(Address peer, int port) {
    return ports.take(EIP, peer, port, TCP);
  }

  @Test
  void anEipHasFiftyFiveThousandConnectionsToADestinationAndAsManyToAnother() {
    Set<Integer> given = new HashSet<>();
    for (int i = 0; i < 55_000; i++) {
      given.add(take(PEER, 443));
    }
    assertThat(given).hasSize(55_000).doesNotContain(-1);
    assertThat(take(PEER, 443)).isEqualTo(-1);
    assertThat(ports.refused()).isEqualTo(1);
    assertThat(take(PEER, 80)).isPositive();
    assertThat(take(PEER.plus(1), 443)).isPositive();
    assertThat(ports.take(EIP, PEER, 443, 17)).isPositive();
    assertThat(ports.take(EIP.plus(1), PEER, 443, TCP)).isPositive();
  }

  @Test
  void severalEipsHaveAsManyTimesFiftyFiveThousandAndTheOneAskedFirstIsTakenWhileItHasRoom() {
    List<Address> eips = List.of(EIP, EIP.plus(1));
    for (int i = 0; i < 55_000; i++) {
      assertThat(takeAny(eips, 1)).isEqualTo(1);
    }
    for (int i = 0; i < 55_000; i++) {
      assertThat(takeAny(eips, 1)).isZero();
    }
    assertThat(takeAny(eips, 1)).isEqualTo(-1);
    assertThat(ports.refused()).isEqualTo(1); // one session, however many EIPs were asked
  }

  private int takeAny(List<Address> eips, int first) {
    Translation taken = ports.takeAny(eips, first, PEER, 443, TCP);
    return taken == null ? -1 : taken.eip();
  }

  @Test
  void aConnectionThatEndsMakesRoomForOne() {
    for (int i = 0; i < 55_000; i++) {
      take(PEER, 443);
    }
    ports.giveBack(
        new FlowPath(
            Address.parse("10.0.0.8"),
            5_000,
            PEER,
            443,
            TCP,
            true,
            EIP,
            10_240,
            PEER,
            443,
            1,
            2,
            true));
    assertThat(take(PEER, 443)).isPositive();
    assertThat(take(PEER, 443)).isEqualTo(-1);
  }
}
