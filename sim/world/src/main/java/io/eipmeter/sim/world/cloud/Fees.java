package io.eipmeter.sim.world.cloud;

import java.util.ArrayList;
import java.util.List;

/** Says why each fee is charged or not. Amounts are the bill's affair, not the control plane's. */
final class Fees {
  /** A quota above this ends the waiver of the configuration fee for all EIPs of an account. */
  private static final int WAIVER_QUOTA = 2_000;

  private Fees() {}

  static List<String> explain(Draft draft, ElasticIp eip, int quota) {
    List<String> fees = new ArrayList<>();
    Rows.SharedBandwidth shared = draft.find(Kind.PACKAGE, eip.packageId);
    if (eip.staticPublicIp) {
      fees.add(
          "data transfer or bandwidth: charged by the ECS instance, " + eip.internetChargeType);
      return fees;
    }
    if (!eip.payAsYouGo()) {
      fees.add(
          "bandwidth: paid in advance until "
              + Times.text(eip.expiresMs)
              + " for "
              + eip.bandwidthMbps
              + " Mbit/s");
      fees.add("configuration: none, a subscription has no such fee");
      return fees;
    }
    if (shared != null) {
      fees.add(
          "data transfer, bandwidth: none of its own while it is in "
              + shared.id
              + ", which is charged "
              + shared.internetChargeType);
    } else if (eip.internetChargeType.equals(Charging.BY_TRAFFIC)) {
      fees.add("data transfer: charged for the bytes it sends to the Internet, per hour");
    } else {
      fees.add(
          "bandwidth: charged for the day's highest maximum, "
              + eip.bandwidthMbps
              + " Mbit/s now, used or not");
    }
    fees.add(configuration(eip, quota));
    return fees;
  }

  private static String configuration(ElasticIp eip, int quota) {
    if (!eip.poolId.isEmpty()) {
      return "configuration: none, its pool " + eip.poolId + " pays for the address";
    }
    if (!eip.attached()) {
      return "configuration: charged, because it is attached to nothing";
    }
    if (!eip.instanceType.equals(Attachment.ECS)) {
      return "configuration: charged, because it is attached to a "
          + eip.instanceType
          + " and not to an ECS instance";
    }
    return quota > WAIVER_QUOTA
        ? "configuration: charged, because the account's quota " + quota + " is above 2000"
        : "configuration: none, it is attached to an ECS instance";
  }
}
