package io.eipmeter.sim.world.cloud;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An account that owes: its pay-as-you-go EIPs run on for some days, are then throttled (in a
 * shared bandwidth that is throttled), and after some more days released.
 */
final class Debts {
  private Debts() {}

  /** The operator's word: Overdue=true begins a debt, false ends it. */
  static Map<String, Object> set(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    String id = parameters.required("AccountId");
    boolean overdue = parameters.flag("Overdue");
    Rows.AccountRow account = Accounts.edit(draft, id);
    if (overdue && account.overdueSinceMs == 0) {
      account.overdueSinceMs = draft.nowMs();
      account.stepAtMs = draft.nowMs() + draft.rules().debtRun().toMillis();
    } else if (!overdue) {
      account.overdueSinceMs = 0;
      account.stepAtMs = 0;
      account.suspended = false;
      throttle(draft, id, false);
    }
    return Map.of();
  }

  static void step(Draft draft, String id) {
    Rows.AccountRow account = draft.edit(Kind.ACCOUNT, id);
    if (!account.suspended) {
      account.suspended = true;
      account.stepAtMs = draft.nowMs() + draft.rules().debtSuspended().toMillis();
      throttle(draft, id, true);
      return;
    }
    account.stepAtMs = 0;
    for (ElasticIp eip : owing(draft, id)) {
      draft.concerns(eip.id);
      NatEntries.withdraw(draft, eip.address);
      Allocation.forget(draft, eip);
    }
    packages(draft, id).forEach(shared -> draft.remove(Kind.PACKAGE, shared.id));
    draft
        .all(Index.SEGMENT_ACCOUNT, id)
        .toList()
        .forEach(segment -> draft.remove(Kind.SEGMENT, segment.id));
  }

  private static List<ElasticIp> owing(Draft draft, String account) {
    return draft.all(Index.EIP_ACCOUNT, account).filter(ElasticIp::payAsYouGo).toList();
  }

  private static Stream<Rows.SharedBandwidth> packages(Draft draft, String account) {
    return draft.all(Index.PACKAGE_ACCOUNT, account).toList().stream();
  }

  private static void throttle(Draft draft, String id, boolean on) {
    for (ElasticIp eip : owing(draft, id)) {
      draft.concerns(eip.id);
      draft.edit(Kind.EIP, eip.id).financialLock = on;
    }
    packages(draft, id).forEach(shared -> draft.edit(Kind.PACKAGE, shared.id).throttled = on);
  }

  /** The operator locks an EIP for abuse, or unlocks it. */
  static Map<String, Object> lock(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    ElasticIp eip = Accounts.eip(draft, caller, parameters.required("AllocationId"));
    draft.edit(Kind.EIP, eip.id).securityLock = parameters.flag("Locked");
    return Map.of();
  }

  /** The operator sets how many pay-as-you-go EIPs an account may hold. */
  static Map<String, Object> quota(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    String id = parameters.required("AccountId");
    parameters.required("EipQuota");
    Accounts.edit(draft, id).eipQuota = parameters.whole("EipQuota", 20, 1, 1_000_000);
    return Map.of();
  }
}
