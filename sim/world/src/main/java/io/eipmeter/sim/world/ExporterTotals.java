package io.eipmeter.sim.world;

/**
 * What one exporter sent.
 *
 * @param records flow records
 * @param flowBytes sum of their byte counts
 * @param sequenceUnits what its sequence numbers count: records (v5, IPFIX) or datagrams (v9,
 *     sFlow)
 */
public record ExporterTotals(
    Address exporter, long datagrams, long records, long flowBytes, long sequenceUnits) {}
