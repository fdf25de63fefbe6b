package io.eipmeter.sim.world.cloud;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What may be changed of an EIP while it lives. */
final class EipAttributes {
  private EipAttributes() {}

  /** ModifyEipAddressAttribute: bandwidth (at once), name, description. */
  static Map<String, Object> modify(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    ElasticIp eip = Accounts.eip(draft, caller, parameters.required("AllocationId"));
    ElasticIp mine = draft.edit(Kind.EIP, eip.id);
    if (parameters.has("Bandwidth")) {
      if (!eip.payAsYouGo()) {
        throw new ApiException(
            ErrorCode.PREPAID, "The bandwidth of a subscription is not changed by this operation.");
      }
      if (eip.locked()) {
        throw new ApiException(ErrorCode.FORBIDDEN, eip.id + " is locked.");
      }
      int most = eip.segmentId.isEmpty() ? Charging.mostMbps(eip.internetChargeType) : 200;
      int mbps = parameters.whole("Bandwidth", eip.bandwidthMbps, 1, most);
      Charging.checkSum(
          draft, caller, eip.region, eip.internetChargeType, (long) mbps - eip.bandwidthMbps);
      mine.bandwidthMbps = mbps;
    }
    if (parameters.has("Name")) {
      mine.name = parameters.text("Name", 1, 128);
    }
    if (parameters.has("Description")) {
      mine.description = parameters.text("Description", 2, 256);
    }
    return Map.of();
  }

  /** DeletionProtection. */
  static Map<String, Object> protect(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    String type = parameters.oneOf("Type", "EIP", Set.of("EIP", "CBWP"));
    String id = parameters.required("InstanceId");
    boolean on = parameters.flag("ProtectionEnable");
    if (type.equals("EIP")) {
      draft.edit(Kind.EIP, Accounts.eip(draft, caller, id).id).deletionProtection = on;
    } else {
      draft.edit(Kind.PACKAGE, Packages.find(draft, caller, id).id).deletionProtection = on;
    }
    return Map.of();
  }

  /** SetHighDefinitionMonitorLogStatus: fine-grained monitoring of an EIP. */
  static Map<String, Object> fineGrained(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    parameters.oneOf("InstanceType", "EIP", Set.of("EIP"));
    ElasticIp eip = Accounts.eip(draft, caller, parameters.required("InstanceId"));
    boolean on = parameters.oneOf("Status", "ON", Set.of("ON", "OFF")).equals("ON");
    long others =
        Accounts.eips(draft, eip.account)
            .filter(other -> other.fineGrained && !other.id.equals(eip.id))
            .count();
    if (on && others >= Rules.FINE_GRAINED_EIPS) {
      throw new ApiException(
          ErrorCode.FINE_GRAINED_QUOTA,
          "At most " + Rules.FINE_GRAINED_EIPS + " EIPs of an account are monitored each second.");
    }
    draft.edit(Kind.EIP, eip.id).fineGrained = on;
    return Map.of("Success", "true");
  }

  /** TagResources: at most 20 tags an EIP. */
  static Map<String, Object> tag(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    parameters.oneOf("ResourceType", "EIP", Set.of("EIP"));
    Map<String, String> tags = parameters.pairs("Tag");
    if (tags.isEmpty()) {
      throw new ApiException(ErrorCode.MISSING_PARAMETER, "Give at least one tag.");
    }
    for (String id : parameters.list("ResourceId")) {
      ElasticIp eip = Accounts.eip(draft, caller, id);
      Map<String, String> merged = new TreeMap<>(eip.tags);
      merged.putAll(tags);
      if (merged.size() > 20) {
        throw ApiException.invalid("Tag", "an EIP has at most 20 tags.");
      }
      draft.edit(Kind.EIP, id).tags = Map.copyOf(merged);
    }
    return Map.of();
  }

  /** UnTagResources. */
  static Map<String, Object> untag(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    boolean all = parameters.flag("All");
    for (String id : parameters.list("ResourceId")) {
      ElasticIp eip = Accounts.eip(draft, caller, id);
      Map<String, String> left = new TreeMap<>(eip.tags);
      if (all) {
        left.clear();
      }
      left.keySet().removeAll(parameters.list("TagKey"));
      draft.edit(Kind.EIP, id).tags = Map.copyOf(left);
    }
    return Map.of();
  }

  /** MoveResourceGroup. */
  static Map<String, Object> move(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    parameters.oneOf("ResourceType", "eip", Set.of("eip", "EIP"));
    String group = parameters.required("NewResourceGroupId");
    if (!group.matches("rg-[A-Za-z0-9-]+")) {
      throw new ApiException(ErrorCode.BAD_RESOURCE_GROUP, group + " is no resource group.");
    }
    ElasticIp eip = Accounts.eip(draft, caller, parameters.required("ResourceId"));
    draft.edit(Kind.EIP, eip.id).resourceGroupId = group;
    return Map.of();
  }

  /** Pay-by-traffic to pay-by-bandwidth or back, from the next midnight of the billing zone on. */
  static Map<String, Object> changeChargeType(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    ElasticIp eip = Accounts.eip(draft, caller, parameters.required("AllocationId"));
    parameters.required("InternetChargeType");
    String next =
        parameters.oneOf(
            "InternetChargeType", "", Set.of(Charging.BY_TRAFFIC, Charging.BY_BANDWIDTH));
    if (!eip.payAsYouGo()) {
      throw new ApiException(ErrorCode.PREPAID, "A subscription cannot change its charge type.");
    }
    if (eip.switchAtMs != 0) {
      throw new ApiException(
          ErrorCode.PENDING_CHANGE,
          "It changes to "
              + eip.nextInternetChargeType
              + " at "
              + Times.text(eip.switchAtMs)
              + ".");
    }
    if (next.equals(eip.internetChargeType)) {
      throw ApiException.invalid("InternetChargeType", "it is charged by that already.");
    }
    if (eip.bandwidthMbps > Charging.mostMbps(next)) {
      throw ApiException.invalid(
          "Bandwidth", next + " allows at most " + Charging.mostMbps(next) + " Mbit/s.");
    }
    Charging.checkSum(draft, caller, eip.region, next, eip.bandwidthMbps);
    ElasticIp mine = draft.edit(Kind.EIP, eip.id);
    mine.nextInternetChargeType = next;
    mine.switchAtMs = draft.rules().nextMidnightMs(draft.nowMs());
    return Map.of("EffectiveTime", Times.text(mine.switchAtMs));
  }
}
