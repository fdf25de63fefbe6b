package io.eipmeter.jobs.idle.domain;

import com.google.protobuf.ByteString;
import io.eipmeter.jobs.log.Address;
import io.eipmeter.jobs.log.ownership.Statement;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.schemas.v1.IdleAdvice;
import io.eipmeter.schemas.v1.IdleEnd;
import io.eipmeter.schemas.v1.IdleFinding;
import io.eipmeter.schemas.v1.IdleKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A notice as it stands in {@code findings}. */
final class FindingRow {
  private static final int FIXED_KEY_BYTES = 16 + 1 + Long.BYTES + Integer.BYTES;

  private FindingRow() {}

  static IdleFinding of(
      Address address,
      OpenFinding finding,
      IdleEnd end,
      IdleEip eip,
      HoldingPrices.@Nullable Cost cost) {
    Statement holder = finding.holder();
    EipEvent said = holder.event();
    IdleFinding.Builder row =
        IdleFinding.newBuilder()
            .setAddress(ByteString.copyFrom(address.toBytes()))
            .setEipId(finding.eipId())
            .setKind(finding.kind())
            .setSinceMs(finding.sinceMs())
            .setNumber(finding.number())
            .setEnd(end)
            .setFoundMs(finding.foundMs())
            .setLastUseMs(eip.lastUseMs(holder))
            .setAdvice(advice(finding, eip))
            .setAccount(said.getAccount())
            .setRegion(said.getRegion())
            .setLine(said.getLine())
            .setName(said.getName())
            .setChargeMethod(said.getChargeMethod())
            .setAssociationKind(said.getAssociationKind())
            .setAssociationId(said.getAssociationId());
    if (cost != null) {
      row.setCostPerDay(cost.perDay().toPlainString())
          .setCostPerMonth(cost.perMonth().toPlainString())
          .setCurrency(cost.currency())
          .setPriceVersion(cost.version());
    }
    return row.build();
  }

  /**
   * What to do about it. Something attached that is silent, and an address that sends though
   * nothing is attached, need a look; an EIP that once served somebody may be wanted again until
   * its second notice; any other can go.
   */
  private static IdleAdvice advice(OpenFinding finding, IdleEip eip) {
    Statement holder = finding.holder();
    if (finding.kind() == IdleKind.IDLE_KIND_UNUSED || eip.lastUseMs(holder) > finding.sinceMs()) {
      return IdleAdvice.IDLE_ADVICE_LOOK;
    }
    return finding.number() == 1 && eip.tenure().wasAssociated(holder)
        ? IdleAdvice.IDLE_ADVICE_ASSOCIATE
        : IdleAdvice.IDLE_ADVICE_RELEASE;
  }

  /** Unique among the rows of one log time. */
  static byte[] key(Address address, OpenFinding finding) {
    byte[] eipId = finding.eipId().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(FIXED_KEY_BYTES + eipId.length)
        .put(address.toBytes())
        .put((byte) finding.kind().getNumber())
        .putLong(finding.sinceMs())
        .putInt(finding.number())
        .put(eipId)
        .array();
  }
}
