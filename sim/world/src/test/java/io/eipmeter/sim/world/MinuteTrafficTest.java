package io.eipmeter.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.sim.world.traffic.MinuteExports;
import io.eipmeter.sim.world.traffic.MinuteTraffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MinuteTrafficTest {
  private static final int EIPS = 40;
  private static final long START_MS = SimulationOptions.DEFAULT_START_MS;
  private static final long MINUTE_MS = 60_000;

  private final Recording recording = new Recording();

  private static SimulationOptions options(long seed, int minutes) {
    Scenario scenario = Scenario.named("default");
    return new SimulationOptions(seed, EIPS, minutes, START_MS, scenario);
  }

  private SortedMap<AddressMinute, Usage> run(long seed, int minutes, MinuteTraffic.Sink also) {
    return run(options(seed, minutes), minutes, also);
  }

  private SortedMap<AddressMinute, Usage> run(
      SimulationOptions options, int minutes, MinuteTraffic.Sink also) {
    MinuteTraffic traffic = new MinuteTraffic(options, recording);
    SortedMap<AddressMinute, Usage> used = new TreeMap<>();
    for (int minute = 0; minute < minutes; minute++) {
      traffic.minute(
          START_MS + minute * MINUTE_MS,
          (unit, home, minuteMs, usage) -> {
            used.put(new AddressMinute(unit.address(), minuteMs), usage);
            also.used(unit, home, minuteMs, usage);
          });
    }
    return used;
  }

  @Test
  void everyAddressHasEveryMinuteAndTheSameSeedTheSameOnes() {
    SortedMap<AddressMinute, Usage> used = run(3, 30, (unit, home, minuteMs, usage) -> {});
    assertThat(used).hasSize(EIPS * 30);
    assertThat(run(3, 30, (unit, home, minuteMs, usage) -> {})).isEqualTo(used);
    assertThat(run(4, 30, (unit, home, minuteMs, usage) -> {})).isNotEqualTo(used);
  }

  @Test
  void theRegionsEveningIsBusierThanItsMorning(@TempDir Path directory) throws IOException {
    // So little that an address has minutes without a session even in the evening.
    Path scenario = directory.resolve("little.yaml");
    Files.writeString(
        scenario, "description: little traffic\ntraffic:\n  sessions-per-eip-second: 0.005\n");
    // Every address of the first region, by the hour of China.
    SortedMap<Long, Long> busyOfHour = new TreeMap<>();
    run(
        new SimulationOptions(3, EIPS, 1_440, START_MS, Scenario.named(scenario.toString())),
        1_440,
        (unit, home, minuteMs, usage) -> {
          if (unit.pool().region().index() == 0) {
            long hour = Math.floorMod(minuteMs / 3_600_000 + 8, 24);
            busyOfHour.merge(hour, usage.packetsOut() > 0 ? 1L : 0L, Long::sum);
          }
        });
    assertThat(busyOfHour).hasSize(24);
    assertThat(busyOfHour.get(21L)).isGreaterThan(3 * busyOfHour.getOrDefault(9L, 0L) / 2);
  }

  @Test
  void whatIsExportedOfAMinuteIsThatMinuteAndNothingCrossesItsEdge() {
    MinuteExports exports = new MinuteExports(START_MS, recording);
    SortedMap<AddressMinute, Usage> used =
        run(
            7,
            5,
            (unit, home, minuteMs, usage) -> {
              exports.used(unit, home, minuteMs, usage);
              exports.sendAll(minuteMs + MINUTE_MS, nowMs -> {});
            });
    SortedMap<AddressMinute, Usage> found = new TreeMap<>();
    for (List<byte[]> datagrams : recording.datagrams.values()) {
      IpfixReader reader = new IpfixReader();
      for (byte[] datagram : datagrams) {
        reader.read(datagram).records().forEach(record -> add(record, found));
      }
    }
    assertThat(found).isEqualTo(used);
    assertThat(exports.records())
        .isEqualTo(used.values().stream().mapToLong(u -> u.flowsOut() + u.flowsIn()).sum());
  }

  private static void add(Map<Integer, byte[]> record, SortedMap<AddressMinute, Usage> found) {
    long startMs = IpfixReader.number(record, 152);
    assertThat(startMs / MINUTE_MS).isEqualTo(IpfixReader.number(record, 153) / MINUTE_MS);
    boolean out = IpfixReader.number(record, 61) == 1;
    long bytes = IpfixReader.number(record, 1);
    long packets = IpfixReader.number(record, 2);
    Usage usage =
        out ? new Usage(bytes, 0, packets, 0, 1, 0) : new Usage(0, bytes, 0, packets, 0, 1);
    // The sender after translation, the receiver before it.
    Address ours = out ? first(record, 225, 8, 27) : first(record, 12, 28);
    Address unit = ours.prefix(ours.toString().startsWith("2001:db8:3:") ? 64 : 128);
    found.merge(new AddressMinute(unit, startMs / MINUTE_MS * MINUTE_MS), usage, Usage::plus);
  }

  private static Address first(Map<Integer, byte[]> record, int... elements) {
    for (int element : elements) {
      byte[] bytes = record.get(element);
      if (bytes != null) {
        return Address.ofBytes(bytes);
      }
    }
    throw new IllegalArgumentException("a record without address");
  }
}
