package io.eipmeter.sim.world.cloud;

import io.eipmeter.sim.world.Address;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** AllocateEipAddress, AllocateEipAddressPro and ReleaseEipAddress. */
final class Allocation {
  private Allocation() {}

  /** A new EIP: drawn at random, or from a pool. */
  static Map<String, Object> allocate(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    String region = Regions.region(parameters);
    Charging.Terms terms = Charging.terms(parameters);
    Charging.check(draft, caller, region, terms, 1);
    ElasticIp eip = fresh(draft, caller, region, terms, parameters);
    List<Addressing.Block> blocks = blocks(draft, caller, eip, parameters);
    take(draft, eip, Addressing.random(draft, blocks), blocks);
    return answer(draft, eip);
  }

  /** A specific address, or an EIP the account released. */
  static Map<String, Object> allocatePro(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    String wanted = parameters.text("IpAddress");
    String wantedId = parameters.text("InstanceId");
    if (wanted.isEmpty() && wantedId.isEmpty()) {
      return allocate(draft, caller, parameters);
    }
    String region = Regions.region(parameters);
    Rows.Released released = released(draft, caller, wanted, wantedId);
    if (released != null) {
      return recover(draft, caller, region, released, parameters);
    }
    if (wanted.isEmpty()) {
      throw new ApiException(
          ErrorCode.RESERVE_FAILED, wantedId + " was not released by you in the last days.");
    }
    Charging.Terms terms = Charging.terms(parameters);
    Charging.check(draft, caller, region, terms, 1);
    Address address = address(wanted);
    ElasticIp eip = fresh(draft, caller, region, terms, parameters);
    List<Addressing.Block> blocks = blocks(draft, caller, eip, parameters);
    take(draft, eip, address, blocks);
    return answer(draft, eip);
  }

  private static Address address(String text) throws ApiException {
    try {
      return Address.parse(text);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("IpAddress", "it is no IP address.");
    }
  }

  private static Rows.@Nullable Released released(
      Draft draft, Caller caller, String address, String id) {
    return draft
        .all(Index.RELEASED_ACCOUNT, caller.account())
        .filter(gone -> id.isEmpty() || gone.eipId.equals(id))
        .filter(gone -> address.isEmpty() || gone.address.equals(address))
        // Of several times the account had it, the last.
        .reduce((one, other) -> one.forgottenAtMs > other.forgottenAtMs ? one : other)
        .orElse(null);
  }

  /** It comes back under its old id, pay-as-you-go by traffic with 5 Mbit/s. */
  private static Map<String, Object> recover(
      Draft draft, Caller caller, String region, Rows.Released released, Parameters parameters)
      throws ApiException {
    if (!released.region.equals(region)) {
      throw new ApiException(ErrorCode.MISMATCH, released.address + " is of " + released.region);
    }
    Rows.AddressUse use = draft.find(Kind.ADDRESS, released.address);
    if (use != null && !use.eipId.isEmpty()) {
      throw new ApiException(ErrorCode.RESERVE_FAILED, released.address + " has been given away.");
    }
    Charging.Terms terms = new Charging.Terms("PostPaid", Charging.BY_TRAFFIC, 5, 0);
    Charging.check(draft, caller, region, terms, 1);
    countRecovery(draft, caller);
    ElasticIp eip = fresh(draft, caller, region, terms, parameters);
    eip.id = released.eipId;
    eip.line = released.line;
    eip.statements = released.statements;
    eip.address = released.address;
    eip.prefixLength = released.prefixLength;
    draft.remove(Kind.RELEASED, released.eipId);
    Addressing.hold(draft, eip.address, eip.id);
    draft.put(Kind.EIP, eip.id, eip);
    return answer(draft, eip);
  }

  private static void countRecovery(Draft draft, Caller caller) throws ApiException {
    String month = YearMonth.from(draft.rules().day(draft.nowMs())).toString();
    Rows.AccountRow account = Accounts.edit(draft, caller.account());
    if (!account.recoveryMonth.equals(month)) {
      account.recoveryMonth = month;
      account.recoveries = 0;
    }
    if (account.recoveries >= Rules.RECOVERIES_A_MONTH) {
      throw new ApiException(
          ErrorCode.RECOVERY_QUOTA,
          "At most " + Rules.RECOVERIES_A_MONTH + " released EIPs a month can be taken back.");
    }
    account.recoveries++;
  }

  static ElasticIp fresh(
      Draft draft, Caller caller, String region, Charging.Terms terms, Parameters parameters)
      throws ApiException {
    ElasticIp eip = new ElasticIp();
    eip.id = draft.newId("eip-");
    eip.account = caller.account();
    eip.region = region;
    eip.chargeType = terms.chargeType();
    eip.internetChargeType = terms.internetChargeType();
    eip.bandwidthMbps = terms.bandwidthMbps();
    eip.line = Regions.line(region, parameters.text("ISP"), eip.payAsYouGo());
    eip.name = parameters.text("Name", 1, 128);
    eip.description = parameters.text("Description", 2, 256);
    eip.resourceGroupId = Accounts.resourceGroup(parameters);
    eip.tags = parameters.pairs("Tag");
    eip.protections = parameters.list("SecurityProtectionTypes");
    eip.allocatedMs = draft.nowMs();
    if (terms.months() > 0) {
      eip.expiresMs = draft.rules().subscriptionEndMs(draft.nowMs(), terms.months());
      eip.expiryStepAtMs = eip.expiresMs + Rules.SUBSCRIPTION_GRACE.toMillis();
    }
    return eip;
  }

  private static List<Addressing.Block> blocks(
      Draft draft, Caller caller, ElasticIp eip, Parameters parameters) throws ApiException {
    String poolId = parameters.text("PublicIpAddressPoolId");
    if (poolId.isEmpty()) {
      return Addressing.shared(draft, eip.region, eip.line);
    }
    Rows.PoolRow pool = Pools.find(draft, caller, poolId);
    if (!pool.region.equals(eip.region)) {
      throw new ApiException(ErrorCode.MISMATCH, "Pool " + poolId + " is in " + pool.region + ".");
    }
    eip.poolId = poolId;
    eip.line = pool.line;
    return Addressing.blocks(pool).toList();
  }

  private static void take(
      Draft draft, ElasticIp eip, Address address, List<Addressing.Block> blocks)
      throws ApiException {
    Addressing.Block block = Addressing.around(blocks, address);
    if (block == null) {
      throw new ApiException(
          ErrorCode.RESERVE_FAILED, address + " is no " + eip.line + " address of " + eip.region);
    }
    eip.prefixLength = block.pool().unitLength;
    Address unit = address.prefix(eip.prefixLength);
    if (!Addressing.takeable(draft, block, unit)) {
      throw new ApiException(ErrorCode.RESERVE_FAILED, unit + " is not free.");
    }
    eip.address = unit.toString();
    Addressing.hold(draft, eip.address, eip.id);
    draft.put(Kind.EIP, eip.id, eip);
  }

  private static Map<String, Object> answer(Draft draft, ElasticIp eip) {
    draft.concerns(eip.id);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("AllocationId", eip.id);
    answer.put("EipAddress", eip.address);
    answer.put("ResourceGroupId", eip.resourceGroupId);
    if (!eip.payAsYouGo()) {
      answer.put("OrderId", draft.dice().between(1, 999_999_999_999L));
    }
    return answer;
  }

  /** Gives an EIP back. */
  static Map<String, Object> release(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    ElasticIp eip = Accounts.eip(draft, caller, parameters.required("AllocationId"));
    if (!eip.payAsYouGo()) {
      throw new ApiException(
          ErrorCode.PREPAID, "A subscription cannot be released before it ends.");
    }
    if (!eip.segmentId.isEmpty()) {
      throw new ApiException(
          ErrorCode.FORBIDDEN,
          eip.id + " belongs to " + eip.segmentId + ": release it as a whole.");
    }
    checkReleasable(eip);
    forget(draft, eip);
    return Map.of();
  }

  static void checkReleasable(ElasticIp eip) throws ApiException {
    if (eip.deletionProtection) {
      throw new ApiException(ErrorCode.PROTECTED, eip.id + " is protected from deletion.");
    }
    if (eip.securityLock) {
      throw new ApiException(ErrorCode.SECURITY_LOCKED, eip.id + " is locked for security.");
    }
    if (!eip.status.equals(ElasticIp.AVAILABLE)) {
      throw new ApiException(
          ErrorCode.EIP_STATUS,
          "Current elastic IP status does not support this operation: " + eip.status + ".");
    }
    if (!eip.packageId.isEmpty()) {
      throw new ApiException(ErrorCode.CONFLICT, eip.id + " is in " + eip.packageId + ".");
    }
  }

  /** The EIP is gone; its account may take it back for some days, and its address rests. */
  static void forget(Draft draft, ElasticIp eip) {
    Rows.Released released = new Rows.Released();
    released.eipId = eip.id;
    released.account = eip.account;
    released.region = eip.region;
    released.line = eip.line;
    released.address = eip.address;
    released.prefixLength = eip.prefixLength;
    // The interval that ends now is stated once more before it is gone.
    released.statements = eip.statements;
    released.forgottenAtMs = draft.nowMs() + draft.rules().takeBack().toMillis();
    draft.put(Kind.RELEASED, eip.id, released);
    draft.remove(Kind.EIP, eip.id);
    Addressing.rest(draft, eip.address);
  }
}
