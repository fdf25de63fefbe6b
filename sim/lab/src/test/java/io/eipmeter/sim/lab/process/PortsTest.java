package io.eipmeter.sim.lab.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PortsTest {
  /** Where Linux begins to give ports to connections. */
  private static final int EPHEMERAL = 32_768;

  @Test
  void freePortsDifferAndAreNoneThatAConnectionIsGiven() {
    Set<Integer> ports = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      assertThat(ports.add(Ports.tcp(0, "--port"))).isTrue();
      assertThat(ports.add(Ports.udp(0, "--port"))).isTrue();
    }
    assertThat(ports).allMatch(port -> port > 1_023 && port < EPHEMERAL);
  }
}
