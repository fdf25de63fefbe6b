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
  private @Nullable Datagram held;

  /**
   * @param awaited it has records; templates are sent for ever
   */
  private record Datagram(byte[] bytes, boolean awaited) {}

  private record Underway(Datagram datagram, long arrivesMs) {}

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
    Datagram sent = new Datagram(datagram, !carried.isEmpty());
    boolean twice = dice.chance(faults.doubled());
    if (held == null && dice.chance(faults.reordered())) {
      held = sent;
      return;
    }
    carry(sent, nowMs);
    if (twice) {
      carry(new Datagram(datagram.clone(), sent.awaited()), nowMs);
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

  private void carry(Datagram datagram, long nowMs) {
    if (faults.lateMs() == 0) {
      transport.send(source, datagram.bytes());
    } else {
      underway.add(new Underway(datagram, nowMs + faults.lateMs()));
    }
  }

  private void flush(long nowMs) {
    if (held != null) {
      carry(held, nowMs);
      held = null;
    }
  }

  /** What has been underway long enough arrives. */
  public void tick(long nowMs) {
    while (!underway.isEmpty() && underway.element().arrivesMs <= nowMs) {
      transport.send(source, underway.remove().datagram.bytes());
    }
  }

  /** How many datagrams with records are underway. */
  public int underway() {
    return (int) underway.stream().filter(each -> each.datagram.awaited()).count();
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
