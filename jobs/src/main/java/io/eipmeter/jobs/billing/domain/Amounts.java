package io.eipmeter.jobs.billing.domain;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Bytes that add up; negative where a correction takes back.
 *
 * @param sampledOut of {@code out}, what sampled flows say, which a price may not charge
 * @param minutes minutes with traffic
 * @param contested of these, how many another one held, too
 */
record Amounts(long out, long in, long sampledOut, long sampledIn, int minutes, int contested) {
  static final Amounts NONE = new Amounts(0, 0, 0, 0, 0, 0);

  Amounts plus(Amounts more) {
    return new Amounts(
        Math.addExact(out, more.out),
        Math.addExact(in, more.in),
        Math.addExact(sampledOut, more.sampledOut),
        Math.addExact(sampledIn, more.sampledIn),
        Math.addExact(minutes, more.minutes),
        Math.addExact(contested, more.contested));
  }

  Amounts negated() {
    return new Amounts(-out, -in, -sampledOut, -sampledIn, -minutes, -contested);
  }

  /** The same, in a minute that another one held, too. */
  Amounts contestedIf(boolean isContested) {
    return new Amounts(out, in, sampledOut, sampledIn, minutes, isContested ? minutes : 0);
  }

  boolean isNone() {
    return equals(NONE);
  }

  void write(DataOutput target) throws IOException {
    target.writeLong(out);
    target.writeLong(in);
    target.writeLong(sampledOut);
    target.writeLong(sampledIn);
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
