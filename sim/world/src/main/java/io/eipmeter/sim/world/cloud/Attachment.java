package io.eipmeter.sim.world.cloud;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** AssociateEipAddress and UnassociateEipAddress, with the rules of each kind of resource. */
final class Attachment {
  static final String ECS = "EcsInstance";
  static final String ENI = "NetworkInterface";
  static final String SLB = "SlbInstance";
  static final String NAT = "Nat";
  static final String HAVIP = "HaVip";

  /** A NAT gateway takes so many EIPs, of which so many are pay-by-traffic. */
  private static final int NAT_EIPS = 20;

  private static final int NAT_EIPS_BY_TRAFFIC = 10;

  private Attachment() {}

  static Map<String, Object> associate(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    ElasticIp eip = Accounts.eip(draft, caller, parameters.required("AllocationId"));
    String instanceId = parameters.required("InstanceId");
    String type = parameters.text("InstanceType");
    if (type.isEmpty()) {
      type = ECS;
    }
    if (!Set.of(ECS, ENI, SLB, NAT, HAVIP).contains(type)) {
      throw new ApiException(
          ErrorCode.INSTANCE_TYPE, "The specified InstanceType " + type + " is not supported.");
    }
    String mode = mode(type, parameters);
    checkFree(eip, parameters);
    Rows.Resource resource = Resources.find(draft, eip, instanceId, type);
    List<ElasticIp> there = attachedTo(draft, instanceId).toList();
    String privateIp =
        switch (type) {
          case ENI -> checkInterface(resource, there, mode, parameters.text("PrivateIpAddress"));
          case NAT -> checkNat(eip, there);
          default -> checkSingle(resource, there);
        };
    ElasticIp mine = draft.edit(Kind.EIP, eip.id);
    mine.instanceId = instanceId;
    mine.instanceType = type;
    mine.mode = mode;
    mine.privateIp = privateIp;
    enter(draft, mine, ElasticIp.ASSOCIATING, ElasticIp.IN_USE);
    return Map.of();
  }

  private static String mode(String type, Parameters parameters) throws ApiException {
    String mode = parameters.oneOf("Mode", "", Set.of("NAT", "BINDED", "MULTI_BINDED"));
    if (!type.equals(ENI)) {
      return "";
    }
    if (mode.equals("MULTI_BINDED")) {
      throw new ApiException(
          ErrorCode.FORBIDDEN, "MULTI_BINDED is closed to new users; use NAT or BINDED.");
    }
    return mode.isEmpty() ? "NAT" : mode;
  }

  private static void checkFree(ElasticIp eip, Parameters parameters) throws ApiException {
    String region = parameters.text("RegionId");
    if (!region.isEmpty() && !region.equals(eip.region)) {
      throw mismatch(eip.id + " is in " + eip.region + ", not in " + region + ".");
    }
    if (eip.securityLock) {
      throw new ApiException(ErrorCode.SECURITY_LOCKED, eip.id + " is locked for security.");
    }
    if (!eip.status.equals(ElasticIp.AVAILABLE)) {
      throw new ApiException(
          ErrorCode.EIP_STATUS,
          "Current elastic IP status does not support this operation: " + eip.status + ".");
    }
  }

  static ApiException mismatch(String sentence) {
    return new ApiException(ErrorCode.MISMATCH, sentence);
  }

  /** EIPs at a resource, also those on their way there or away. */
  static Stream<ElasticIp> attachedTo(Draft draft, String instanceId) {
    return draft.all(Index.EIP_INSTANCE, instanceId).filter(eip -> !eip.staticPublicIp);
  }

  /** ECS instance, HAVIP and CLB take one EIP; ALB and NLB one in each zone. */
  private static String checkSingle(Rows.Resource resource, List<ElasticIp> there)
      throws ApiException {
    if (!resource.publicIp.isEmpty()) {
      throw new ApiException(
          ErrorCode.HAS_EIP, resource.id + " has the static public address " + resource.publicIp);
    }
    boolean manyZones = resource.id.startsWith("alb-") || resource.id.startsWith("nlb-");
    if (there.size() >= (manyZones ? resource.zones : 1)) {
      throw duplicate(resource.id);
    }
    return resource.privateIps.isEmpty() ? "" : resource.privateIps.get(0);
  }

  private static ApiException duplicate(String id) {
    return new ApiException(
        ErrorCode.DUPLICATE_ASSOCIATION, id + " is already associated with an EIP.");
  }

  /** In NAT mode one EIP for each private address; in cut-through mode one and no other. */
  private static String checkInterface(
      Rows.Resource eni, List<ElasticIp> there, String mode, String wanted) throws ApiException {
    if (mode.equals("BINDED")) {
      if (!there.isEmpty()) {
        throw duplicate(eni.id);
      }
      return eni.privateIps.get(0);
    }
    if (there.stream().anyMatch(eip -> eip.mode.equals("BINDED"))) {
      throw new ApiException(
          ErrorCode.BINDING_STATUS, eni.id + " is in cut-through mode: it takes no other EIP.");
    }
    if (!wanted.isEmpty() && !eni.privateIps.contains(wanted)) {
      throw ApiException.invalid("PrivateIpAddress", wanted + " is none of " + eni.id + ".");
    }
    List<String> taken = there.stream().map(eip -> eip.privateIp).toList();
    if (!wanted.isEmpty() && taken.contains(wanted)) {
      throw duplicate(eni.id + " " + wanted);
    }
    return eni.privateIps.stream()
        .filter(ip -> wanted.isEmpty() ? !taken.contains(ip) : ip.equals(wanted))
        .findFirst()
        .orElseThrow(() -> duplicate(eni.id));
  }

  private static String checkNat(ElasticIp eip, List<ElasticIp> there) throws ApiException {
    long byTraffic =
        there.stream()
            .filter(other -> other.internetChargeType.equals(Charging.BY_TRAFFIC))
            .count();
    boolean oneMoreByTraffic = eip.internetChargeType.equals(Charging.BY_TRAFFIC);
    if (there.size() >= NAT_EIPS || oneMoreByTraffic && byTraffic >= NAT_EIPS_BY_TRAFFIC) {
      throw new ApiException(
          ErrorCode.ASSOCIATION_QUOTA,
          "A NAT gateway takes at most "
              + NAT_EIPS
              + " EIPs, of which "
              + NAT_EIPS_BY_TRAFFIC
              + " PayByTraffic.");
    }
    return "";
  }

  static Map<String, Object> unassociate(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    ElasticIp eip = Accounts.eip(draft, caller, parameters.required("AllocationId"));
    boolean force = parameters.flag("Force");
    if (eip.securityLock) {
      throw new ApiException(ErrorCode.SECURITY_LOCKED, eip.id + " is locked for security.");
    }
    if (!eip.status.equals(ElasticIp.IN_USE)) {
      throw new ApiException(
          ErrorCode.EIP_STATUS,
          "Current elastic IP status does not support this operation: " + eip.status + ".");
    }
    String instanceId = parameters.text("InstanceId");
    if (!instanceId.isEmpty() && !instanceId.equals(eip.instanceId)) {
      throw new ApiException(
          ErrorCode.BINDING_STATUS, eip.id + " is not associated with " + instanceId + ".");
    }
    if (NatEntries.use(draft, eip.address)) {
      if (!force) {
        throw new ApiException(
            ErrorCode.NAT_IN_USE,
            eip.address + " is used by SNAT or DNAT entries; Force takes them away.");
      }
      NatEntries.withdraw(draft, eip.address);
    }
    enter(draft, draft.edit(Kind.EIP, eip.id), ElasticIp.UNASSOCIATING, ElasticIp.AVAILABLE);
    return Map.of();
  }

  /** Passes through a state into another, at once where no time is set for it. */
  private static void enter(Draft draft, ElasticIp eip, String through, String into) {
    long transitionMs = draft.rules().transition().toMillis();
    eip.status = transitionMs == 0 ? into : through;
    eip.stepAtMs = transitionMs == 0 ? 0 : draft.nowMs() + transitionMs;
    if (eip.status.equals(ElasticIp.AVAILABLE)) {
      detached(eip);
    }
  }

  /** Time is up for the state it passes through. */
  static void arrive(ElasticIp eip) {
    eip.stepAtMs = 0;
    if (eip.status.equals(ElasticIp.ASSOCIATING)) {
      eip.status = ElasticIp.IN_USE;
    } else {
      eip.status = ElasticIp.AVAILABLE;
      detached(eip);
    }
  }

  private static void detached(ElasticIp eip) {
    eip.instanceId = "";
    eip.instanceType = "";
    eip.mode = "";
    eip.privateIp = "";
  }
}
