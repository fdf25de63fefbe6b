package io.eipmeter.sim.world.export;

import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.Dice;
import io.eipmeter.sim.world.ExportTransport;
import io.eipmeter.sim.world.Fate;
import io.eipmeter.sim.world.Ledger;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way from one exporter to the collector: enters each datagram into the ledger, then loses,
 * doubles or delays it. The first datagram and those after {@link #loseNoMore} arrive, so that the
 * sequence numbers show all that is missing in between; templates are lost only where a scenario
 * says when.
 */
public final class UnreliableLine implements Sender {
  private final Address exporter;
  private final InetAddress source;
  private final Faults.Line faults;
  private final long startMs;
  private final Dice dice;
  private final Ledger ledger;
  private final ExportTransport transport;
  private final ArrayDeque<Underway> underway = new ArrayDeque<>();
  private boolean mayLose;
  private long lastSequence;
  private boolean arrivedOfSequence;
  private boolean closing;
  private byte @Nullable [] held;

  private record Underway(byte[] datagram, long arrivesMs, boolean awaited) {}

  /**
   * @param startMs when the run begins, milliseconds since the epoch
   */
  public UnreliableLine(
      Address exporter,
      Faults.Line faults,
      long startMs,
      Dice dice,
      Ledger ledger,
      ExportTransport transport) {
    this.exporter = exporter;
    this.source = exporter.inet();
    this.faults = faults;
    this.startMs = startMs;
    this.dice = dice;
    this.ledger = ledger;
    this.transport = transport;
  }

  @Override
  public void send(
      byte[] datagram, long nowMs, long sequence, long sequenceUnits, List<FlowRecord> carried) {
    boolean lost =
        carried.isEmpty() ? templatesAreLost(nowMs) : mayLose && dice.chance(faults.lost());
    mayLose = !closing;
    ledger.sent(exporter, nowMs, sequence, sequenceUnits, carried, fate(sequence, lost));
    if (lost) {
      return;
    }
    boolean twice = dice.chance(faults.doubled());
    if (held == null && dice.chance(faults.reordered())) {
      held = datagram;
      return;
    }
    carry(datagram, nowMs, !carried.isEmpty());
    if (twice) {
      carry(datagram.clone(), nowMs, !carried.isEmpty());
    }
    flush(nowMs);
  }

  private Fate fate(long sequence, boolean lost) {
    boolean anew = sequence < lastSequence;
    lastSequence = sequence;
    arrivedOfSequence = (arrivedOfSequence && !anew) || !lost;
    if (!lost) {
      return Fate.ARRIVES;
    }
    return arrivedOfSequence ? Fate.LOST : Fate.LOST_UNSHOWN;
  }

  private boolean templatesAreLost(long nowMs) {
    long sinceMs = nowMs - startMs;
    return !closing
        && sinceMs >= faults.templatesLostFromMs()
        && sinceMs < faults.templatesLostToMs();
  }

  private void carry(byte[] datagram, long nowMs, boolean awaited) {
    if (faults.lateMs() == 0) {
      transport.send(source, datagram);
    } else {
      underway.add(new Underway(datagram, nowMs + faults.lateMs(), awaited));
    }
  }

  private void flush(long nowMs) {
    if (held != null) {
      carry(held, nowMs, true);
      held = null;
    }
  }

  /** What has been underway long enough arrives. */
  public void tick(long nowMs) {
    while (!underway.isEmpty() && underway.element().arrivesMs <= nowMs) {
      transport.send(source, underway.remove().datagram);
    }
  }

  /** How many datagrams with records are underway; templates are sent for ever. */
  public int underway() {
    return (int) underway.stream().filter(Underway::awaited).count();
  }

  /** From now on everything arrives. */
  public void loseNoMore() {
    closing = true;
    mayLose = false;
  }

  /** Everything that was kept back arrives. */
  public void close(long nowMs) {
    flush(nowMs);
    tick(Long.MAX_VALUE);
  }
}
