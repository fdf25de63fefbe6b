package io.eipmeter.sim.world.export;

import io.eipmeter.sim.world.Address;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * An sFlow version 5 agent (sflow.org, July 2004): flow samples with raw Ethernet headers as seen
 * on the outside interface, counter samples every {@link #COUNTERS_MS}.
 *
 * <p>A sample has no time of its own. Its time is that of its datagram, so the records in the
 * ledger are stamped when they leave.
 */
public final class SflowExporter implements Exporter {
  static final long COUNTERS_MS = 20_000;
  private static final int LONGEST_BYTES = 1_400;
  private static final int FLOW_SAMPLE = 1;
  private static final int COUNTERS_SAMPLE = 2;
  private static final int RAW_HEADER = 1;
  private static final int INTERFACE_COUNTERS = 1;
  private static final int ETHERNET = 1;
  private static final int FRAME_OVERHEAD_BYTES = 18; // header and check sequence
  private static final int SHORTEST_FRAME_BYTES = 64;
  private static final int LONGEST_SAMPLE_BYTES = 8 + 32 + 8 + 16 + 76;

  private final Address agent;
  private final int samplingRate;
  private final InterfaceTotals totals;
  private final Sender sender;
  private final ArrayDeque<FlowRecord> queue = new ArrayDeque<>();
  private DeviceClock clock;
  private long sequence;
  private long flowSamples;
  private long counterSamples;
  private long countersDueMs;

  /** What went through the outside interface since the device started. */
  public static final class InterfaceTotals {
    private long inOctets;
    private long outOctets;
    private long inPackets;
    private long outPackets;

    /**
     * @param bytes IP-layer bytes; the interface counts frames
     */
    public void add(boolean outbound, long bytes, long packets) {
      long octets = bytes + packets * FRAME_OVERHEAD_BYTES;
      if (outbound) {
        outOctets += octets;
        outPackets += packets;
      } else {
        inOctets += octets;
        inPackets += packets;
      }
    }

    long packets() {
      return inPackets + outPackets;
    }
  }

  /**
   * @param samplingRate 1 in N
   */
  public SflowExporter(
      Address agent, int samplingRate, InterfaceTotals totals, DeviceClock clock, Sender sender) {
    this.agent = agent;
    this.samplingRate = samplingRate;
    this.totals = totals;
    this.clock = clock;
    this.sender = sender;
  }

  /**
   * Takes a sampled packet.
   *
   * @param record of that one packet
   */
  @Override
  public void export(FlowRecord record, long nowMs) {
    if (record.packets() != 1 || record.samplingRate() != samplingRate) {
      throw new IllegalArgumentException("not a sample of 1 in " + samplingRate + ": " + record);
    }
    queue.add(record);
  }

  @Override
  public void export(NatSession session, long nowMs) {}

  @Override
  public void tick(long nowMs) {
    if (countersDueMs <= nowMs) {
      sendCounters(nowMs);
    }
    sendAll(nowMs); // samples leave at once: they carry no time
  }

  @Override
  public void restart(long nowMs) {
    sendAll(nowMs);
    sequence = 0;
    flowSamples = 0;
    counterSamples = 0;
    clock = clock.restartedAt(nowMs);
    sendCounters(nowMs);
  }

  @Override
  public int waiting() {
    return queue.size();
  }

  /** Ends with counters alone: their datagram shows the sequence after the last sample. */
  @Override
  public void close(long nowMs) {
    sendAll(nowMs);
    sendCounters(nowMs);
  }

  private void sendAll(long nowMs) {
    while (!queue.isEmpty()) {
      Wire wire = new Wire(LONGEST_BYTES);
      header(wire, nowMs);
      List<FlowRecord> carried = new ArrayList<>();
      while (!queue.isEmpty() && wire.room() >= LONGEST_SAMPLE_BYTES) {
        FlowRecord record = queue.remove();
        sample(wire, record);
        carried.add(record.withTimes(nowMs, nowMs));
      }
      send(wire, carried.size(), nowMs, carried);
    }
  }

  private void header(Wire wire, long nowMs) {
    wire.u32(5);
    wire.u32(1); // the agent's address is IPv4
    wire.u32(agent.ipv4Bits());
    wire.u32(0); // sub-agent
    wire.u32(sequence);
    wire.u32(clock.uptime(clock.shows(nowMs)));
    wire.u32(0); // number of samples
  }

  private void send(Wire wire, int samples, long nowMs, List<FlowRecord> carried) {
    wire.u32At(24, samples);
    sender.send(wire.toBytes(), nowMs, sequence & 0xffffffffL, 1, carried);
    sequence++;
  }

  private void sample(Wire wire, FlowRecord record) {
    FlowPath path = record.path();
    int packetBytes = (int) record.bytes();
    byte[] frame = PacketHeader.ethernet(path, packetBytes);
    int padded = (frame.length + 3) / 4 * 4;
    wire.u32(FLOW_SAMPLE);
    wire.u32(32 + 8 + 16 + padded);
    wire.u32(++flowSamples);
    wire.u32(2); // source: ifIndex 2, the outside
    wire.u32(samplingRate);
    wire.u32(totals.packets()); // sample pool
    wire.u32(0); // drops
    wire.u32(path.inIf());
    wire.u32(path.outIf());
    wire.u32(1);
    wire.u32(RAW_HEADER);
    wire.u32(16 + padded);
    wire.u32(ETHERNET);
    wire.u32(Math.max(SHORTEST_FRAME_BYTES, packetBytes + FRAME_OVERHEAD_BYTES));
    wire.u32(4); // stripped: the check sequence
    wire.u32(frame.length);
    wire.bytes(frame);
    for (int i = frame.length; i < padded; i++) {
      wire.u8(0);
    }
  }

  private void sendCounters(long nowMs) {
    Wire wire = new Wire(LONGEST_BYTES);
    header(wire, nowMs);
    wire.u32(COUNTERS_SAMPLE);
    wire.u32(12 + 8 + 88);
    wire.u32(++counterSamples);
    wire.u32(2);
    wire.u32(1);
    wire.u32(INTERFACE_COUNTERS);
    wire.u32(88);
    wire.u32(2); // ifIndex
    wire.u32(6); // ifType: Ethernet
    wire.u64(10_000_000_000L); // ifSpeed
    wire.u32(1); // full duplex
    wire.u32(3); // administratively and operationally up
    wire.u64(totals.inOctets);
    wire.u32(totals.inPackets);
    for (int i = 0; i < 5; i++) {
      wire.u32(0); // multicast, broadcast, discards, errors, unknown protocols
    }
    wire.u64(totals.outOctets);
    wire.u32(totals.outPackets);
    for (int i = 0; i < 5; i++) {
      wire.u32(0); // multicast, broadcast, discards, errors, promiscuous mode
    }
    countersDueMs = nowMs + COUNTERS_MS;
    send(wire, 1, nowMs, List.of());
  }
}
