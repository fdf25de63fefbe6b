package io.eipmeter.sim.world;

/**
 * What became of all bytes that an exporter's arrived records told of, scaled by their sampling
 * rate. Always {@code countedBytes = bytesOut + bytesIn - bothBytes + otherBytes + elsewhereBytes}.
 *
 * @param countedBytes of all records
 * @param bytesOut counted as out of one of our addresses
 * @param bytesIn counted as into one of our addresses
 * @param bothBytes of records between two of ours, which stand in the others twice
 * @param otherBytes of records that speak of none of ours
 * @param elsewhereBytes of ours, but seen where it does not count
 */
public record ControlSums(
    long countedBytes,
    long bytesOut,
    long bytesIn,
    long bothBytes,
    long otherBytes,
    long elsewhereBytes) {
  public static final ControlSums NONE = new ControlSums(0, 0, 0, 0, 0, 0);

  ControlSums plus(ControlSums other) {
    return new ControlSums(
        Math.addExact(countedBytes, other.countedBytes),
        Math.addExact(bytesOut, other.bytesOut),
        Math.addExact(bytesIn, other.bytesIn),
        Math.addExact(bothBytes, other.bothBytes),
        Math.addExact(otherBytes, other.otherBytes),
        Math.addExact(elsewhereBytes, other.elsewhereBytes));
  }
}
