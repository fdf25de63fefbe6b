package io.eipmeter.sim.world.cloud;

/** What time alone does: states are reached, rest ends, debts come due. */
final class Passing {
  private Passing() {}

  /** Does what is due of one row at the draft's time. */
  static void step(Draft draft, State.Due due) {
    if (due.kind().equals(Kind.EIP.name())) {
      eip(draft, draft.edit(Kind.EIP, due.key()));
    } else if (due.kind().equals(Kind.SEGMENT.name())) {
      segment(draft, draft.edit(Kind.SEGMENT, due.key()));
    } else if (due.kind().equals(Kind.ACCOUNT.name())) {
      Debts.step(draft, due.key());
    } else {
      Kind.ALL.stream()
          .filter(kind -> kind.name().equals(due.kind()))
          .forEach(kind -> draft.remove(kind, due.key()));
    }
  }

  private static void eip(Draft draft, ElasticIp eip) {
    draft.concerns(eip.id);
    if (Row.orNever(eip.stepAtMs) <= draft.nowMs()) {
      Attachment.arrive(eip);
    }
    if (Row.orNever(eip.switchAtMs) <= draft.nowMs()) {
      eip.internetChargeType = eip.nextInternetChargeType;
      eip.nextInternetChargeType = "";
      eip.switchAtMs = 0;
    }
    if (Row.orNever(eip.expiryStepAtMs) <= draft.nowMs()) {
      expire(draft, eip);
    }
  }

  /** A subscription that ended: suspended after some grace, released after some more. */
  private static void expire(Draft draft, ElasticIp eip) {
    if (!eip.financialLock) {
      eip.financialLock = true;
      eip.expiryStepAtMs = draft.nowMs() + Rules.SUBSCRIPTION_GRACE.toMillis();
    } else {
      NatEntries.withdraw(draft, eip.address);
      Allocation.forget(draft, eip);
    }
  }

  private static void segment(Draft draft, Rows.Segment segment) {
    segment.stepAtMs = 0;
    if (segment.status.equals(Segments.ALLOCATING)) {
      segment.status = Segments.ALLOCATED;
    } else {
      draft.remove(Kind.SEGMENT, segment.id);
    }
  }
}
