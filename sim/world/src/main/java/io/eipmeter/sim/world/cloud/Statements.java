package io.eipmeter.sim.world.cloud;

import com.google.protobuf.ByteString;
import io.eipmeter.schemas.v1.ChargeMethod;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.sim.world.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says what has become of the EIPs. A stretch of time in which nothing of an EIP changed that
 * others must know is one interval with an id of its own: stated when it begins, and once more,
 * with its end, when it is over. What changed is found by comparing, so that no operation can
 * forget to say it.
 */
final class Statements {
  private Statements() {}

  /** States all that the draft changes; to be called last. */
  static List<EipEvent> of(Draft draft) {
    Set<String> touched = new TreeSet<>(draft.edited(Kind.EIP));
    for (String packageId : draft.edited(Kind.PACKAGE)) {
      Packages.members(draft, packageId).forEach(eip -> touched.add(eip.id));
    }
    // The quota is in the statements: above 2000 the configuration fee is charged for all.
    for (String account : draft.edited(Kind.ACCOUNT)) {
      draft.all(Index.EIP_ACCOUNT, account).forEach(eip -> touched.add(eip.id));
    }
    List<EipEvent> events = new ArrayList<>();
    for (String id : touched) {
      state(draft, id, events);
    }
    return events;
  }

  private static void state(Draft draft, String id, List<EipEvent> events) {
    State state = draft.before();
    ElasticIp old = state.find(Kind.EIP, id);
    ElasticIp now = draft.find(Kind.EIP, id);
    EipEvent.Builder before =
        old == null
            ? null
            : facts(
                old,
                state.find(Kind.PACKAGE, old.packageId),
                quota(draft, key -> state.find(Kind.ACCOUNT, key), old));
    EipEvent.Builder after =
        now == null
            ? null
            : facts(
                now,
                draft.find(Kind.PACKAGE, now.packageId),
                quota(draft, key -> draft.find(Kind.ACCOUNT, key), now));
    if (before != null && after != null && before.build().equals(after.build())) {
      return;
    }
    if (old != null && before != null) {
      say(draft, events, before, old.id, old.statements, old.statedFromMs, draft.nowMs());
    }
    if (now != null && after != null) {
      ElasticIp mine = draft.edit(Kind.EIP, id);
      mine.statements++;
      mine.statedFromMs = draft.nowMs();
      say(draft, events, after, id, mine.statements, mine.statedFromMs, 0);
    }
  }

  private static int quota(
      Draft draft, Function<String, Rows.@Nullable AccountRow> accounts, ElasticIp eip) {
    Rows.AccountRow account = accounts.apply(eip.account);
    return account == null ? draft.rules().eipQuota() : account.eipQuota;
  }

  private static void say(
      Draft draft,
      List<EipEvent> events,
      EipEvent.Builder facts,
      String id,
      int number,
      long fromMs,
      long toMs) {
    EipEvent event =
        facts.setOwnershipId(id + "/" + number).setFromMs(fromMs).setToMs(toMs).build();
    events.add(event);
    Rows.Span span = span(event);
    draft.put(Kind.SPAN, spanKey(id, number), span);
  }

  static String spanKey(String eipId, int number) {
    return String.format(Locale.ROOT, "%s/%08d", eipId, number);
  }

  private static EipEvent.Builder facts(
      ElasticIp eip, Rows.@Nullable SharedBandwidth shared, int quota) {
    boolean attached = eip.attached();
    return EipEvent.newBuilder()
        .setAddress(ByteString.copyFrom(Address.parse(eip.address).bytes()))
        .setPrefixLength(eip.prefixLength)
        .setAccount(eip.account)
        .setEipId(eip.id)
        .setRegion(eip.region)
        .setLine(eip.line)
        .setChargeMethod(method(eip))
        .setMaxBandwidthBitsPerSecond(maxBandwidth(eip, shared))
        .setAssociationKind(attached ? eip.instanceType : "")
        .setAssociationId(attached ? eip.instanceId : "")
        .setSharedBandwidthId(eip.packageId)
        .setFineGrained(eip.fineGrained)
        .setName(eip.name)
        .setSource("control-plane")
        .setAddressPoolId(eip.poolId)
        .setResourceGroupId(eip.resourceGroupId)
        .setLock(eip.securityLock ? "security" : eip.financialLock ? "financial" : "")
        .setAccountEipQuota(quota)
        .setAssociationMode(attached ? eip.mode : "")
        .setStaticPublicIp(eip.staticPublicIp)
        .putAllTags(eip.tags);
  }

  private static ChargeMethod method(ElasticIp eip) {
    if (!eip.payAsYouGo()) {
      return ChargeMethod.CHARGE_METHOD_SUBSCRIPTION;
    }
    return eip.internetChargeType.equals(Charging.BY_TRAFFIC)
        ? ChargeMethod.CHARGE_METHOD_DATA_TRANSFER
        : ChargeMethod.CHARGE_METHOD_BANDWIDTH;
  }

  /** The maximum in force: of debt, of the shared bandwidth, or its own. */
  static long maxBandwidth(ElasticIp eip, Rows.@Nullable SharedBandwidth shared) {
    return shared != null ? shared.bitsPerSecond() : eip.ownBitsPerSecond();
  }

  private static Rows.Span span(EipEvent event) {
    Rows.Span span = new Rows.Span();
    span.ownershipId = event.getOwnershipId();
    span.eipId = event.getEipId();
    span.address = Address.ofBytes(event.getAddress().toByteArray()).toString();
    span.prefixLength = event.getPrefixLength();
    span.account = event.getAccount();
    span.region = event.getRegion();
    span.line = event.getLine();
    span.chargeMethod = event.getChargeMethod().name().replace("CHARGE_METHOD_", "");
    span.maxBandwidthBitsPerSecond = event.getMaxBandwidthBitsPerSecond();
    span.associationKind = event.getAssociationKind();
    span.associationId = event.getAssociationId();
    span.sharedBandwidthId = event.getSharedBandwidthId();
    span.lock = event.getLock();
    span.fromMs = event.getFromMs();
    span.toMs = event.getToMs();
    return span;
  }
}
