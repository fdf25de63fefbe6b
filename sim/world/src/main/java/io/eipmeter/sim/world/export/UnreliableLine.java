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
 * doubles or delays it. Only datagrams with records are lost, so the last one of a run, which has
 * none, always arrives and shows what is missing.
 */
public final class UnreliableLine implements Sender {
  private final Address exporter;
  private final InetAddress source;
  private final Faults faults;
  private final Dice dice;
  private final Ledger ledger;
  private final ExportTransport transport;
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
    boolean lost = !carried.isEmpty() && dice.chance(faults.lost());
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

  /** Sends what was kept back. */
  public void flush() {
    if (held != null) {
      transport.send(source, held);
      held = null;
    }
  }
}
