package io.eipmeter.sim.world;

/**
 * What one exporter sent.
 *
 * @param records flow records
 * @param flowBytes sum of their byte counts
 * @param sequenceUnits what its sequence numbers count: records (v5, IPFIX) or datagrams (v9,
 *     sFlow)
 * @param lostDatagrams of these datagrams, lost on the way as the scenario wants
 * @param lostSequenceUnits by how much these moved the sequence, without those that nobody can know
 *     of ({@link Fate#LOST_UNSHOWN}): what the sequence numbers must show as missing
 */
public record ExporterTotals(
    Address exporter,
    long datagrams,
    long records,
    long flowBytes,
    long sequenceUnits,
    long lostDatagrams,
    long lostSequenceUnits) {
  ExporterTotals plus(ExporterTotals o) {
    return new ExporterTotals(
        exporter,
        datagrams + o.datagrams,
        records + o.records,
        Math.addExact(flowBytes, o.flowBytes),
        sequenceUnits + o.sequenceUnits,
        lostDatagrams + o.lostDatagrams,
        lostSequenceUnits + o.lostSequenceUnits);
  }
}
