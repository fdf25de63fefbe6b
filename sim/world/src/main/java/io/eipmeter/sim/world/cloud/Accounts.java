package io.eipmeter.sim.world.cloud;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What belongs to an account. */
final class Accounts {
  private Accounts() {}

  /** The account as it is; one nobody spoke of has the standard quota. */
  static Rows.AccountRow find(Draft draft, String id) {
    Rows.AccountRow row = draft.find(Kind.ACCOUNT, id);
    if (row != null) {
      return row;
    }
    Rows.AccountRow fresh = new Rows.AccountRow();
    fresh.id = id;
    fresh.eipQuota = draft.rules().eipQuota();
    return fresh;
  }

  static Rows.AccountRow edit(Draft draft, String id) {
    if (draft.find(Kind.ACCOUNT, id) == null) {
      draft.put(Kind.ACCOUNT, id, find(draft, id));
    }
    return draft.edit(Kind.ACCOUNT, id);
  }

  /** Its EIPs; static public addresses are none. */
  static Stream<ElasticIp> eips(Draft draft, String account) {
    return draft.all(Index.EIP_ACCOUNT, account).filter(eip -> !eip.staticPublicIp);
  }

  /** The caller's EIP, to be looked at. */
  static ElasticIp eip(Draft draft, Caller caller, String allocationId) throws ApiException {
    @Nullable ElasticIp eip = draft.find(Kind.EIP, allocationId);
    if (eip == null
        || eip.staticPublicIp
        || !(eip.account.equals(caller.account()) || caller.operator())) {
      throw new ApiException(
          ErrorCode.NO_EIP, "The specified AllocationId " + allocationId + " does not exist.");
    }
    draft.concerns(eip.id);
    return eip;
  }

  static String resourceGroup(Parameters parameters) throws ApiException {
    String group = parameters.text("ResourceGroupId");
    if (!group.isEmpty() && !group.matches("rg-[A-Za-z0-9-]+")) {
      throw new ApiException(
          ErrorCode.BAD_RESOURCE_GROUP,
          "The specified ResourceGroupId " + group + " is not valid.");
    }
    return group.isEmpty() ? "rg-default" : group;
  }
}
