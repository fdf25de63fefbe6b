package io.eipmeter.sim.world.export;

import java.util.List;

/** Where an exporter's datagrams go: onto the wire, and into the ledger. */
public interface Sender {
  /**
   * @param sequence as in the datagram's header
   * @param sequenceUnits by how much it moves the sequence
   */
  void send(
      byte[] datagram, long nowMs, long sequence, long sequenceUnits, List<FlowRecord> carried);
}
