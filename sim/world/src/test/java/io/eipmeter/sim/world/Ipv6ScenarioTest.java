package io.eipmeter.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.sim.world.control.Geography;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class Ipv6ScenarioTest {
  @Test
  void mostEipsAreIpv6WhereAScenarioIsAboutIt() {
    Recording recording = new Recording();
    Ledger ledger =
        Recording.run(
                new SimulationOptions(
                    13, 40, 6, SimulationOptions.DEFAULT_START_MS, Scenario.named("ipv6")),
                recording)
            .ledger();
    Set<Address> units = Ledger.totals(ledger.packets()).keySet();
    long addresses = units.stream().filter(unit -> inPool(unit, 4)).count();
    long subnets = units.stream().filter(unit -> inPool(unit, 5)).count();
    // Of 40 EIPs 20 and 10 are in the regions with IPv6; four of five there are IPv6.
    assertThat(addresses).isGreaterThanOrEqualTo(16);
    assertThat(subnets).isGreaterThanOrEqualTo(8);
    assertThat(units).anyMatch(Address::isIpv4);
    IpfixReader reader = new IpfixReader();
    long bytes = 0;
    for (byte[] datagram : recording.datagrams.getOrDefault(Geography.exporter(1), List.of())) {
      for (Map<Integer, byte[]> record : reader.read(datagram).records()) {
        // sourceIPv6Address: never beside sourceIPv4Address
        assertThat(record.containsKey(27)).isNotEqualTo(record.containsKey(8));
        bytes += record.containsKey(27) ? IpfixReader.number(record, 1) : 0;
      }
    }
    assertThat(bytes).isPositive();
  }

  private static boolean inPool(Address unit, int pool) {
    return Geography.POOLS.get(pool).contains(unit);
  }
}
