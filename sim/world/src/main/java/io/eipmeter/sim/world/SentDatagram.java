package io.eipmeter.sim.world;

import io.eipmeter.sim.world.export.FlowRecord;
import java.util.List;

/**
 * A datagram as an exporter sent it.
 *
 * @param exporter its source address
 * @param ordinal how many this exporter sent before it, templates' datagrams too. Where no fault is
 *     asked for, the n-th call of {@link ExportTransport#send} with this address has ordinal n - 1
 * @param atMs virtual time of sending
 * @param sequence the sequence number in its header
 * @param records the flow records in it, as a reader of it sees them
 * @param lost whether the scenario lost it on the way: then the transport never got it
 */
public record SentDatagram(
    Address exporter,
    long ordinal,
    long atMs,
    long sequence,
    List<FlowRecord> records,
    boolean lost) {}
