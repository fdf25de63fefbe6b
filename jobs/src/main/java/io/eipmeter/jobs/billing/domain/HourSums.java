package io.eipmeter.jobs.billing.domain;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An hour of an address and its holder.
 *
 * @param quarters what its quarters say
 * @param reported what of it control rows have told
 * @param charged what was charged for {@code reported}
 */
record HourSums(Amounts quarters, Amounts reported, Charged charged) {
  static final HourSums NONE = new HourSums(Amounts.NONE, Amounts.NONE, Charged.NOTHING);
  private static final int NO_RATE = -1;

  HourSums plus(Amounts more) {
    return new HourSums(quarters.plus(more), reported, charged);
  }

  /** Everything has been told. */
  HourSums charged(Charged now) {
    return new HourSums(quarters, quarters, now);
  }

  /** The same, with a rate noted. */
  HourSums noted(Charged same) {
    return new HourSums(quarters, reported, same);
  }

  /** All that was told has been taken back. */
  HourSums reversed() {
    return new HourSums(quarters, Amounts.NONE, Charged.NOTHING);
  }

  boolean isTold() {
    return quarters.equals(reported);
  }

  /**
   * @param rates among them that of this hour
   */
  void write(DataOutput target, List<Rate> rates) throws IOException {
    quarters.write(target);
    reported.write(target);
    Rate rate = charged.rate();
    target.writeShort(rate == null ? NO_RATE : rates.indexOf(rate));
    target.writeLong(charged.bytes());
    target.writeUTF(charged.quantity().toString());
    target.writeUTF(charged.cost().toString());
  }

  static HourSums read(DataInput source, List<Rate> rates) throws IOException {
    Amounts quarters = Amounts.read(source);
    Amounts reported = Amounts.read(source);
    int rate = source.readShort();
    return new HourSums(
        quarters, reported, charged(source, rate == NO_RATE ? null : rates.get(rate)));
  }

  /** Of a state that did not note by which version an hour was charged. */
  static HourSums readWithoutRate(DataInput source) throws IOException {
    Amounts quarters = Amounts.read(source);
    Amounts reported = Amounts.read(source);
    Charged charged = charged(source, null);
    // The cost was the exact product with the quantity.
    BigDecimal perGigabyte =
        charged.quantity().signum() == 0
            ? BigDecimal.ZERO
            : charged.cost().divide(charged.quantity());
    return new HourSums(
        quarters, reported, reported.isNone() ? charged : charged.by(Rate.notNoted(perGigabyte)));
  }

  private static Charged charged(DataInput source, @Nullable Rate rate) throws IOException {
    return new Charged(
        rate,
        source.readLong(),
        new BigDecimal(source.readUTF()),
        new BigDecimal(source.readUTF()));
  }
}
