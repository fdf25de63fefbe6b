package io.eipmeter.sim.world.export;

import io.eipmeter.sim.world.Address;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * A NetFlow v5 exporter (Cisco's fixed format): IPv4 only, 32-bit counters, a sequence that counts
 * flows, times relative to the device's start. It has no fields for translation, so it meters on
 * the outside: what it shows are the addresses on the Internet's side.
 */
public final class Netflow5Exporter implements Exporter {
  private static final int VERSION = 5;
  private static final int MOST_RECORDS = 30;
  private static final int HEADER_BYTES = 24;
  private static final int RECORD_BYTES = 48;
  private static final long LARGEST_COUNT = 0xffffffffL;
  private static final int SPREAD = 50;

  private final int engineId;
  private final int samplingRate;
  private final Sender sender;
  private final ArrayDeque<FlowRecord> queue = new ArrayDeque<>();
  private DeviceClock clock;
  private long sequence;
  private long sentMs;

  public Netflow5Exporter(ExporterSetup setup, Sender sender) {
    engineId = (int) setup.domain();
    samplingRate = setup.sampling().rate();
    clock = setup.clock();
    this.sender = sender;
  }

  @Override
  public void export(FlowRecord record, long nowMs) {
    if (!record.path().isIpv4()) {
      throw new IllegalArgumentException("NetFlow v5 has no IPv6: " + record.path());
    }
    FlowRecord rest = clock.stamp(onTheOutside(record));
    while (rest.bytes() > LARGEST_COUNT) {
      // A counter that would wrap: several records of the same flow, as a router does.
      queue.add(rest.withCounts(LARGEST_COUNT, 1));
      rest = rest.withCounts(rest.bytes() - LARGEST_COUNT, rest.packets() - 1);
    }
    queue.add(rest);
  }

  @Override
  public void export(NatSession session, long nowMs) {}

  @Override
  public void tick(long nowMs) {
    int waiting = waiting();
    int due = queue.size() >= MOST_RECORDS || nowMs - sentMs >= 1_000 ? spread(waiting) : 0;
    for (int i = 0; i < due; i++) {
      sendNext(nowMs);
    }
  }

  private static int spread(int waiting) {
    return (waiting + SPREAD - 1) / SPREAD;
  }

  @Override
  public int waiting() {
    return (queue.size() + MOST_RECORDS - 1) / MOST_RECORDS;
  }

  @Override
  public void restart(long nowMs) {
    sendAll(nowMs);
    sequence = 0;
    clock = clock.restartedAt(nowMs);
  }

  /** Ends with a record of the router's own traffic: nobody's bytes, but its sequence tells. */
  @Override
  public void close(long nowMs) {
    sendAll(nowMs);
    Address router = Address.parse("192.0.2.1");
    FlowPath path = FlowPath.plain(router, 179, Address.parse("192.0.2.2"), 179, 6, true);
    long deviceMs = clock.shows(nowMs);
    queue.add(
        FlowRecord.of(path, 59, 1, deviceMs, deviceMs, 0x18, FlowRecord.FORCED_END, samplingRate));
    sendNext(nowMs);
  }

  private void sendAll(long nowMs) {
    while (!queue.isEmpty()) {
      sendNext(nowMs);
    }
  }

  private void sendNext(long nowMs) {
    List<FlowRecord> records = new ArrayList<>();
    while (records.size() < MOST_RECORDS && !queue.isEmpty()) {
      records.add(queue.remove());
    }
    Wire wire = new Wire(HEADER_BYTES + MOST_RECORDS * RECORD_BYTES);
    long deviceMs = clock.shows(nowMs);
    wire.u16(VERSION);
    wire.u16(records.size());
    wire.u32(clock.uptime(deviceMs));
    wire.u32(deviceMs / 1_000);
    wire.u32(deviceMs % 1_000 * 1_000_000); // residual nanoseconds
    wire.u32(sequence);
    wire.u8(0); // engine type
    wire.u8(engineId);
    // Mode in two bits (2: random), rate in fourteen; 0 where nothing is sampled.
    wire.u16(samplingRate == 1 ? 0 : 2 << 14 | samplingRate);
    records.forEach(record -> write(wire, record));
    sender.send(wire.toBytes(), nowMs, sequence & 0xffffffffL, records.size(), records);
    sequence += records.size();
    sentMs = nowMs;
  }

  private void write(Wire wire, FlowRecord record) {
    FlowPath path = record.path();
    wire.u32(path.src().ipv4Bits());
    wire.u32(path.dst().ipv4Bits());
    wire.u32(0); // next hop
    wire.u16(path.inIf());
    wire.u16(path.outIf());
    wire.u32(record.packets());
    wire.u32(record.bytes());
    wire.u32(clock.uptime(record.startMs()));
    wire.u32(clock.uptime(record.endMs()));
    wire.u16(path.srcPort());
    wire.u16(path.dstPort());
    wire.u8(0);
    wire.u8(record.tcpFlags());
    wire.u8(path.ipProtocol());
    wire.u8(0); // type of service
    wire.u32(0); // autonomous systems
    wire.u32(0); // prefix lengths, padding
  }

  private static FlowRecord onTheOutside(FlowRecord record) {
    FlowPath path = record.path();
    if (!path.translated()) {
      return record;
    }
    return record.withPath(path.outside());
  }
}
