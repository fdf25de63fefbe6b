package io.eipmeter.jobs.billing.domain;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * An hour of an address and its holder: what the quarters say, and what was charged for it so far.
 *
 * @param chargedBytes bytes charged, as the price meters them
 */
record HourSums(
    Amounts quarters, Amounts reported, long chargedBytes, BigDecimal quantity, BigDecimal cost) {
  static final HourSums NONE =
      new HourSums(Amounts.NONE, Amounts.NONE, 0, BigDecimal.ZERO, BigDecimal.ZERO);

  HourSums plus(Amounts more) {
    return new HourSums(quarters.plus(more), reported, chargedBytes, quantity, cost);
  }

  /** Everything has been told. */
  HourSums charged(long bytes, BigDecimal newQuantity, BigDecimal newCost) {
    return new HourSums(quarters, quarters, bytes, newQuantity, newCost);
  }

  void write(DataOutput target) throws IOException {
    quarters.write(target);
    reported.write(target);
    target.writeLong(chargedBytes);
    target.writeUTF(quantity.toString());
    target.writeUTF(cost.toString());
  }

  static HourSums read(DataInput source) throws IOException {
    return new HourSums(
        Amounts.read(source),
        Amounts.read(source),
        source.readLong(),
        new BigDecimal(source.readUTF()),
        new BigDecimal(source.readUTF()));
  }
}
