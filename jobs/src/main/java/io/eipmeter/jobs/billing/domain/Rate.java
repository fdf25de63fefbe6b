package io.eipmeter.jobs.billing.domain;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.math.BigDecimal;

/**
 * By what an hour was charged, as its rows say.
 *
 * @param version of the price book; empty: a run before this was noted charged it
 * @param currency empty as the version is
 * @param perGigabyte without trailing zeros, so that one price is one value
 * @param parksSampled whether usage from sampled flows is not charged
 */
record Rate(String version, String currency, BigDecimal perGigabyte, boolean parksSampled)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  Rate {
    perGigabyte = perGigabyte.stripTrailingZeros();
  }

  static Rate notNoted(BigDecimal perGigabyte) {
    return new Rate("", "", perGigabyte, true);
  }

  boolean isNoted() {
    return !version.isEmpty();
  }

  boolean isFree() {
    return perGigabyte.signum() == 0;
  }

  void write(DataOutput target) throws IOException {
    target.writeUTF(version);
    target.writeUTF(currency);
    target.writeUTF(perGigabyte.toString());
    target.writeBoolean(parksSampled);
  }

  static Rate read(DataInput source) throws IOException {
    return new Rate(
        source.readUTF(), source.readUTF(), new BigDecimal(source.readUTF()), source.readBoolean());
  }
}
