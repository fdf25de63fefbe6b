package io.eipmeter.sim.world;

import io.eipmeter.sim.world.export.FlowRecord;
import java.util.List;

/**
 * A datagram as an exporter sent it.
 *
 * @param exporter its source address
 * @param ordinal how many this exporter sent before it; templates' datagrams count too, so the n-th
 *     call of {@link ExportTransport#send} with this address has ordinal n - 1
 * @param atMs virtual time of sending
 * @param sequence the sequence number in its header
 * @param records the flow records in it
 */
public record SentDatagram(
    Address exporter, long ordinal, long atMs, long sequence, List<FlowRecord> records) {}
