package io.eipmeter.sim.world;

import io.eipmeter.sim.world.control.Pool;
import io.eipmeter.sim.world.export.FlowPath;
import io.eipmeter.sim.world.export.FlowRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The truth, twice. <em>Packets</em>: what crossed the gateways, by metered unit and minute.
 * <em>Records</em>: what the exporters said of it, each record divided over its minutes by the rule
 * of {@link SplitRule}. Beside them what each datagram carried and who held which address when.
 *
 * <p>Everything is exact integers. Memory: 56 to 130 bytes for a unit's minute in each truth, and,
 * unless switched off, about 100 bytes for a record sent.
 */
public final class Ledger {
  static final long MINUTE_MS = 60_000;

  /** How much a ledger keeps. */
  enum Keeping {
    /** What each exporter sent in all. */
    NOTHING,
    /** Usage by the minute, drops and owners, too. */
    MINUTES,
    /** And what each datagram carried. */
    DATAGRAMS
  }

  /** The unit of an address outside our space. */
  public static final int NOT_OURS = -1;

  private final List<Pool> pools;
  private final Sightings sightings;
  private final Keeping keeping;
  private final Map<Address, Integer> unitByAddress = new HashMap<>();
  private final List<Address> units = new ArrayList<>();
  private final Tallies packets = new Tallies();
  private final Tallies records = new Tallies();
  private final Tallies lost = new Tallies();
  private final Tallies drops = new Tallies();
  private final Tallies toldDrops = new Tallies();
  private final Map<Address, ExporterTotals> exporters = new LinkedHashMap<>();
  private final Map<Address, List<SentDatagram>> datagrams = new HashMap<>();
  private final Map<String, OwnerInterval> owners = new LinkedHashMap<>();

  private final Map<Address, ControlSums> controls = new TreeMap<>();

  /**
   * @param pools our address space; it may grow
   * @param sightings which records count
   */
  Ledger(List<Pool> pools, Sightings sightings, Keeping keeping) {
    this.pools = pools;
    this.sightings = sightings;
    this.keeping = keeping;
  }

  /** Knows who held what, and no traffic. */
  public static Ledger ofOwners() {
    return new Ledger(List.of(), Sightings.ALL, Keeping.MINUTES);
  }

  // ---- reading

  /** Truth of packets: what crossed the gateways. Flow counts are 0. */
  public SortedMap<AddressMinute, Usage> packets() {
    return sorted(packets);
  }

  /** Truth of records: what was exported, in the minutes where the rule puts it. */
  public SortedMap<AddressMinute, Usage> records() {
    return sorted(records);
  }

  /** The truth of records without what the scenario lost on the way: what must be found. */
  public SortedMap<AddressMinute, Usage> arrivedRecords() {
    return without(lost);
  }

  /**
   * The truth of records without those datagrams.
   *
   * @throws IllegalStateException if this ledger does not keep datagrams
   */
  public SortedMap<AddressMinute, Usage> recordsWithout(Collection<SentDatagram> missing) {
    requireDatagrams();
    Tallies sums = new Tallies();
    missing.forEach(
        datagram ->
            datagram.records().forEach(record -> divide(datagram.exporter(), record, sums)));
    return without(sums);
  }

  /** What the gateways dropped, by metered unit and minute. */
  public SortedMap<AddressMinute, Drops> drops() {
    return drops(drops);
  }

  /** What arrived records said was dropped, in the minutes where the rule puts it. */
  public SortedMap<AddressMinute, Drops> toldDrops() {
    return drops(toldDrops);
  }

  /** What each exporter sent, in the order in which they first sent. */
  public List<ExporterTotals> exporters() {
    return List.copyOf(exporters.values());
  }

  /** What became of all bytes that the arrived records of each exporter told of. */
  public SortedMap<Address, ControlSums> controls() {
    return new TreeMap<>(controls);
  }

  /**
   * Every datagram of an exporter, in the order sent.
   *
   * @throws IllegalStateException if this ledger does not keep datagrams
   */
  public List<SentDatagram> datagrams(Address exporter) {
    requireDatagrams();
    return Collections.unmodifiableList(datagrams.getOrDefault(exporter, List.of()));
  }

  /** Who held each address, by time; the intervals of one address do not overlap. */
  public SortedMap<Address, List<OwnerInterval>> owners() {
    SortedMap<Address, List<OwnerInterval>> byAddress = new TreeMap<>();
    owners.values().stream()
        .filter(interval -> interval.fromMs() < interval.toMs()) // the others were withdrawn
        .forEach(
            interval ->
                byAddress
                    .computeIfAbsent(interval.address(), address -> new ArrayList<>())
                    .add(interval));
    return byAddress;
  }

  /** Sum over all minutes, by unit. */
  public static SortedMap<Address, Usage> totals(SortedMap<AddressMinute, Usage> minutes) {
    SortedMap<Address, Usage> byAddress = new TreeMap<>();
    minutes.forEach((key, usage) -> byAddress.merge(key.address(), usage, Usage::plus));
    return byAddress;
  }

  // ---- writing: by the world only

  /** A number for the metered unit that has this address, or -1 if it is not ours. */
  public int unit(Address address) {
    for (Pool pool : pools) {
      if (pool.contains(address)) {
        Address unit = address.prefix(pool.unitLength());
        return unitByAddress.computeIfAbsent(
            unit,
            added -> {
              units.add(added);
              return units.size() - 1;
            });
      }
    }
    return NOT_OURS;
  }

  /** The first address of a unit. */
  public Address unitAddress(int unit) {
    return units.get(unit);
  }

  /**
   * Packets crossed a gateway.
   *
   * @param unit from {@link #unit}; nothing is written for what is not ours
   */
  public void crossed(int unit, Direction direction, long atMs, long bytes, long packetCount) {
    if (unit != NOT_OURS && keeping != Keeping.NOTHING) {
      packets.add(unit, Math.floorDiv(atMs, MINUTE_MS), direction, bytes, packetCount, 0);
    }
  }

  /**
   * A gateway dropped packets. They count for who sent them if that is one of ours, else for who
   * should have received them; their direction is not kept.
   */
  public void dropped(int outUnit, int inUnit, long atMs, long bytes, long packetCount) {
    int unit = outUnit != NOT_OURS ? outUnit : inUnit;
    if (unit != NOT_OURS && keeping != Keeping.NOTHING) {
      drops.add(unit, Math.floorDiv(atMs, MINUTE_MS), Direction.OUT, bytes, packetCount, 0);
    }
  }

  /**
   * A datagram left an exporter.
   *
   * @param sequenceUnits by how much it moved the exporter's sequence
   * @param fate whether it will arrive
   */
  public void sent(
      Address exporter,
      long atMs,
      long sequence,
      long sequenceUnits,
      List<FlowRecord> carried,
      Fate fate) {
    long flowBytes = 0;
    for (FlowRecord record : carried) {
      flowBytes = Math.addExact(flowBytes, record.bytes());
      if (keeping != Keeping.NOTHING) {
        enter(exporter, record, fate);
      }
    }
    ExporterTotals before =
        exporters.getOrDefault(exporter, new ExporterTotals(exporter, 0, 0, 0, 0, 0, 0));
    exporters.put(
        exporter,
        before.plus(
            new ExporterTotals(
                exporter,
                1,
                carried.size(),
                flowBytes,
                sequenceUnits,
                fate.isLost() ? 1 : 0,
                fate == Fate.LOST ? sequenceUnits : 0)));
    if (keeping == Keeping.DATAGRAMS) {
      datagrams
          .computeIfAbsent(exporter, address -> new ArrayList<>())
          .add(
              new SentDatagram(
                  exporter,
                  before.datagrams(),
                  atMs,
                  sequence,
                  List.copyOf(carried),
                  fate.isLost()));
    }
  }

  private void enter(Address exporter, FlowRecord record, Fate fate) {
    divide(exporter, record, records);
    if (fate.isLost()) {
      divide(exporter, record, lost);
    } else {
      controls.merge(exporter, control(exporter, record), ControlSums::plus);
      tellDrops(exporter, record);
    }
  }

  /** A new interval of ownership, or one restated: the later statement of an id replaces. */
  public void owns(OwnerInterval interval) {
    if (keeping != Keeping.NOTHING) {
      owners.put(interval.ownershipId(), interval);
    }
  }

  private void divide(Address exporter, FlowRecord sent, Tallies into) {
    FlowPath path = sent.path();
    int out = countedOut(exporter, path);
    int in = countedIn(exporter, path);
    if (out == NOT_OURS && in == NOT_OURS) {
      return;
    }
    // Scaled first, then divided.
    long allBytes = Math.multiplyExact(sent.bytes(), (long) sent.samplingRate());
    long allPackets = Math.multiplyExact(sent.packets(), (long) sent.samplingRate());
    long first = Math.floorDiv(sent.startMs(), MINUTE_MS);
    long last = Math.floorDiv(sent.endMs(), MINUTE_MS);
    SplitRule rule = new SplitRule(sent.startMs(), sent.endMs());
    for (long minute = first; minute <= last; minute++) {
      long fromMs = minute * MINUTE_MS;
      long bytes = rule.piece(allBytes, fromMs, fromMs + MINUTE_MS);
      long packetCount = rule.piece(allPackets, fromMs, fromMs + MINUTE_MS);
      long ended = minute == last ? 1 : 0;
      if (bytes == 0 && packetCount == 0 && ended == 0) {
        continue; // a piece of nothing makes no row
      }
      if (out != NOT_OURS) {
        into.add(out, minute, Direction.OUT, bytes, packetCount, ended);
      }
      if (in != NOT_OURS) {
        into.add(in, minute, Direction.IN, bytes, packetCount, ended);
      }
    }
  }

  /** Whose usage it is as the sender, if this sighting counts: the source after translation. */
  private int countedOut(Address exporter, FlowPath path) {
    return sightings.count(exporter, path, path.postSrc()) ? unit(path.postSrc()) : NOT_OURS;
  }

  /** The same as the receiver: the destination before translation; afterwards it is private. */
  private int countedIn(Address exporter, FlowPath path) {
    return sightings.count(exporter, path, path.dst()) ? unit(path.dst()) : NOT_OURS;
  }

  private void tellDrops(Address exporter, FlowRecord sent) {
    FlowPath path = sent.path();
    if (sent.droppedPackets() == 0) {
      return;
    }
    int out = countedOut(exporter, path);
    int unit = out != NOT_OURS ? out : countedIn(exporter, path);
    SplitRule rule = new SplitRule(sent.startMs(), sent.endMs());
    long last = Math.floorDiv(sent.endMs(), MINUTE_MS);
    for (long minute = Math.floorDiv(sent.startMs(), MINUTE_MS); minute <= last; minute++) {
      long fromMs = minute * MINUTE_MS;
      long bytes = rule.piece(sent.droppedBytes(), fromMs, fromMs + MINUTE_MS);
      long packetCount = rule.piece(sent.droppedPackets(), fromMs, fromMs + MINUTE_MS);
      if (unit != NOT_OURS && bytes + packetCount > 0) {
        toldDrops.add(unit, minute, Direction.OUT, bytes, packetCount, 0);
      }
    }
  }

  private SortedMap<AddressMinute, Drops> drops(Tallies tallies) {
    SortedMap<AddressMinute, Drops> rows = new TreeMap<>();
    tallies.forEach(
        (unit, minute, usage) ->
            rows.put(
                new AddressMinute(units.get(unit), minute * MINUTE_MS),
                new Drops(usage.bytesOut(), usage.packetsOut())));
    return rows;
  }

  private ControlSums control(Address exporter, FlowRecord sent) {
    FlowPath path = sent.path();
    long bytes = Math.multiplyExact(sent.bytes(), (long) sent.samplingRate());
    boolean out = unit(path.postSrc()) != NOT_OURS;
    boolean in = unit(path.dst()) != NOT_OURS;
    boolean outCounts = countedOut(exporter, path) != NOT_OURS;
    boolean inCounts = countedIn(exporter, path) != NOT_OURS;
    return new ControlSums(
        bytes,
        outCounts ? bytes : 0,
        inCounts ? bytes : 0,
        out && in ? bytes : 0,
        out || in ? 0 : bytes,
        (out && !outCounts ? bytes : 0) + (in && !inCounts ? bytes : 0));
  }

  private SortedMap<AddressMinute, Usage> without(Tallies missing) {
    SortedMap<AddressMinute, Usage> left = records();
    missing.forEach(
        (unit, minute, usage) ->
            left.computeIfPresent(
                new AddressMinute(units.get(unit), minute * MINUTE_MS),
                (key, sum) -> {
                  Usage rest = sum.minus(usage);
                  return rest.equals(Usage.NONE) ? null : rest;
                }));
    return left;
  }

  private SortedMap<AddressMinute, Usage> sorted(Tallies tallies) {
    SortedMap<AddressMinute, Usage> rows = new TreeMap<>();
    tallies.forEach(
        (unit, minute, usage) ->
            rows.put(new AddressMinute(units.get(unit), minute * MINUTE_MS), usage));
    return rows;
  }

  private void requireDatagrams() {
    if (keeping != Keeping.DATAGRAMS) {
      throw new IllegalStateException("this ledger keeps no datagrams");
    }
  }
}
