package io.eipmeter.sim.world.export;

import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.Dice;
import io.eipmeter.sim.world.ExportTransport;
import io.eipmeter.sim.world.Ledger;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way from one exporter to the collector: enters each datagram into the ledger, then loses,
 * doubles or delays it. The first datagram and those after {@link #loseNoMore} arrive, so that the
 * sequence numbers show all that is missing in between; templates are not lost either.
 */
public final class UnreliableLine implements Sender {
  private final Address exporter;
  private final InetAddress source;
  private final Faults faults;
  private final Dice dice;
  private final Ledger ledger;
  private final ExportTransport transport;
  private boolean mayLose;
  private boolean closing;
  private byte @Nullable [] held;

  public UnreliableLine(
      Address exporter, Faults faults, Dice dice, Ledger ledger, ExportTransport transport) {
    this.exporter = exporter;
    this.source = exporter.inet();
    this.faults = faults;
    this.dice = dice;
    this.ledger = ledger;
    this.transport = transport;
  }

  @Override
  public void send(
      byte[] datagram, long nowMs, long sequence, long sequenceUnits, List<FlowRecord> carried) {
    boolean lost = mayLose && !carried.isEmpty() && dice.chance(faults.lost());
    mayLose = !closing;
    ledger.sent(exporter, nowMs, sequence, sequenceUnits, carried, lost);
    if (lost) {
      return;
    }
    boolean twice = dice.chance(faults.doubled());
    if (held == null && dice.chance(faults.reordered())) {
      held = datagram;
      return;
    }
    transport.send(source, datagram);
    if (twice) {
      transport.send(source, datagram.clone());
    }
    flush();
  }

  /** From now on everything arrives. */
  public void loseNoMore() {
    closing = true;
    mayLose = false;
  }

  /** Sends what was kept back. */
  public void flush() {
    if (held != null) {
      transport.send(source, held);
      held = null;
    }
  }
}
