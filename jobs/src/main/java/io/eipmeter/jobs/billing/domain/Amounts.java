package io.eipmeter.jobs.billing.domain;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Bytes that add up; negative where a correction takes back.
 *
 * @param parkedOut of {@code out}, what sampled flows say: not charged unless the book allows it
 * @param minutes minutes with traffic
 * @param contested of these, how many another one held, too
 */
record Amounts(long out, long in, long parkedOut, long parkedIn, int minutes, int contested) {
  static final Amounts NONE = new Amounts(0, 0, 0, 0, 0, 0);

  Amounts plus(Amounts more) {
    return new Amounts(
        Math.addExact(out, more.out),
        Math.addExact(in, more.in),
        Math.addExact(parkedOut, more.parkedOut),
        Math.addExact(parkedIn, more.parkedIn),
        Math.addExact(minutes, more.minutes),
        Math.addExact(contested, more.contested));
  }

  Amounts negated() {
    return new Amounts(-out, -in, -parkedOut, -parkedIn, -minutes, -contested);
  }

  /** The same, in a minute that another one held, too. */
  Amounts contestedIf(boolean isContested) {
    return new Amounts(out, in, parkedOut, parkedIn, minutes, isContested ? minutes : 0);
  }

  boolean isNone() {
    return equals(NONE);
  }

  void write(DataOutput target) throws IOException {
    target.writeLong(out);
    target.writeLong(in);
    target.writeLong(parkedOut);
    target.writeLong(parkedIn);
    target.writeInt(minutes);
    target.writeInt(contested);
  }

  static Amounts read(DataInput source) throws IOException {
    return new Amounts(
        source.readLong(),
        source.readLong(),
        source.readLong(),
        source.readLong(),
        source.readInt(),
        source.readInt());
  }
}
