package io.eipmeter.jobs.billing.domain;

import io.eipmeter.jobs.log.ownership.Statement;
import io.eipmeter.schemas.v1.ChargeMethod;
import io.eipmeter.schemas.v1.EipEvent;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Whoever is charged for an address: of an interval of ownership, what decides a charge.
 *
 * @param shared it is in a shared bandwidth, which pays for its traffic
 */
record Holder(
    String ownershipId,
    String account,
    String eipId,
    String region,
    String line,
    ChargeMethod method,
    boolean shared)
    implements Comparable<Holder> {
  /** Nobody held the address. */
  static final Holder NOBODY =
      new Holder("", "", "", "", "", ChargeMethod.CHARGE_METHOD_UNSPECIFIED, false);

  private static final Comparator<Holder> ORDER =
      Comparator.comparing(Holder::ownershipId)
          .thenComparing(Holder::account)
          .thenComparing(Holder::eipId)
          .thenComparing(Holder::region)
          .thenComparing(Holder::line)
          .thenComparing(Holder::method)
          .thenComparing(Holder::shared);

  static Holder of(@Nullable Statement statement) {
    if (statement == null) {
      return NOBODY;
    }
    EipEvent said = statement.event();
    return new Holder(
        said.getOwnershipId(),
        said.getAccount(),
        said.getEipId(),
        said.getRegion(),
        said.getLine(),
        said.getChargeMethod(),
        !said.getSharedBandwidthId().isEmpty());
  }

  boolean paysByTransfer() {
    return method == ChargeMethod.CHARGE_METHOD_DATA_TRANSFER && !shared;
  }

  @Override
  public int compareTo(Holder other) {
    return ORDER.compare(this, other);
  }

  void write(DataOutput target) throws IOException {
    target.writeUTF(ownershipId);
    target.writeUTF(account);
    target.writeUTF(eipId);
    target.writeUTF(region);
    target.writeUTF(line);
    target.writeInt(method.getNumber());
    target.writeBoolean(shared);
  }

  static Holder read(DataInput source) throws IOException {
    return new Holder(
        source.readUTF(),
        source.readUTF(),
        source.readUTF(),
        source.readUTF(),
        source.readUTF(),
        ChargeMethod.forNumber(source.readInt()),
        source.readBoolean());
  }
}
