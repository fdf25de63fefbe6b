package io.eipmeter.sim.world.traffic;

import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.ExportTransport;
import io.eipmeter.sim.world.Usage;
import io.eipmeter.sim.world.control.Association;
import io.eipmeter.sim.world.control.Eip;
import io.eipmeter.sim.world.control.Geography;
import io.eipmeter.sim.world.control.Region;
import io.eipmeter.sim.world.export.DeviceClock;
import io.eipmeter.sim.world.export.ExporterSetup;
import io.eipmeter.sim.world.export.FlowPath;
import io.eipmeter.sim.world.export.FlowRecord;
import io.eipmeter.sim.world.export.IpfixExporter;
import io.eipmeter.sim.world.export.Sampling;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The minutes of {@link MinuteTraffic} as the gateways of the regions would have exported them:
 * IPFIX, as many records for each address and direction as its usage says flows, each within its
 * minute, so that dividing records over minutes leaves these minutes as they are.
 */
public final class MinuteExports {
  private static final long MINUTE_MS = 60_000;
  private static final long TICK_MS = 100;
  private static final long HALF_A_DAY_MS = 43_200_000;

  /** The longest record begins with its minute and ends with it. */
  public static final long LONGEST_RECORD_MS = MINUTE_MS - 1;

  private final List<IpfixExporter> exporters = new ArrayList<>();
  private long records;
  private int strangers;

  /**
   * @param startMs when the gateways send their first templates
   */
  public MinuteExports(long startMs, ExportTransport transport) {
    for (Region region : Geography.REGIONS) {
      int number = region.index() + 1;
      InetAddress source = Geography.exporter(number).inet();
      exporters.add(
          new IpfixExporter(
              new ExporterSetup(
                  number,
                  new DeviceClock(0, startMs - HALF_A_DAY_MS),
                  startMs,
                  Sampling.NONE,
                  false),
              (datagram, nowMs, sequence, units, carried) -> transport.send(source, datagram)));
    }
  }

  /** Exports what an address used, at the end of the minute. */
  public void used(Eip unit, @Nullable Association home, long minuteMs, Usage usage) {
    End ours = end(unit, home);
    direction(unit, ours, true, minuteMs, usage.bytesOut(), usage.packetsOut(), usage.flowsOut());
    direction(unit, ours, false, minuteMs, usage.bytesIn(), usage.packetsIn(), usage.flowsIn());
  }

  /**
   * The time after a minute in which its records leave.
   *
   * @param clock told of each step before anything leaves
   */
  public void sendAll(long fromMs, LongConsumer clock) {
    long nowMs = fromMs + 1_000; // what does not fill a datagram waits for a second
    do {
      clock.accept(nowMs);
      for (IpfixExporter exporter : exporters) {
        exporter.tick(nowMs);
      }
      nowMs += TICK_MS;
    } while (exporters.stream().anyMatch(exporter -> exporter.waiting() > 0));
  }

  /** How many records were exported. */
  public long records() {
    return records;
  }

  private void direction(
      Eip unit, End ours, boolean outbound, long minuteMs, long bytes, long packets, long flows) {
    for (long i = 0; i < flows; i++) {
      // The first has what does not divide.
      long itsBytes = bytes / flows + (i == 0 ? bytes % flows : 0);
      long itsPackets = packets / flows + (i == 0 ? packets % flows : 0);
      End peer = stranger(unit);
      FlowPath path =
          outbound
              ? ours.to(peer, Introductions.TCP, true)
              : peer.to(ours, Introductions.TCP, false);
      exporters
          .get(unit.pool().region().index())
          .export(
              FlowRecord.of(
                  path,
                  itsBytes,
                  itsPackets,
                  minuteMs + i * 7_000,
                  minuteMs + LONGEST_RECORD_MS - i * 11_000,
                  Traffic.TCP_DATA,
                  FlowRecord.ACTIVE_TIMEOUT,
                  1),
              minuteMs + MINUTE_MS);
      records++;
    }
  }

  private static End end(Eip unit, @Nullable Association home) {
    Address outside =
        unit.pool().unitLength() == 128 ? unit.address() : unit.address().plus(0x1_0001);
    return home == null
            || !unit.pool().isIpv4()
            || home.kind() == Association.Kind.NETWORK_INTERFACE
        ? End.plain(outside, 443)
        : new End(home.inside(), 443, outside, 443, true);
  }

  /** Each record has another one, by its port. */
  private End stranger(Eip unit) {
    strangers++;
    Address address =
        unit.pool().isIpv4()
            ? Address.ipv4(0x64400000 | strangers & (1 << 22) - 1) // 100.64.0.0/10
            : new Address(0x20010db8ffff0000L, strangers);
    return End.plain(address, 1_024 + strangers % 60_000);
  }
}
