package io.eipmeter.sim.world.cloud;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Internet Shared Bandwidth. While an EIP is in one, its own maximum and charge type rest. */
final class Packages {
  private static final int MOST_EIPS = 100;

  private Packages() {}

  static Map<String, Object> create(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    Rows.SharedBandwidth shared = new Rows.SharedBandwidth();
    shared.region = Regions.region(parameters);
    parameters.required("Bandwidth");
    shared.internetChargeType =
        parameters.oneOf(
            "InternetChargeType",
            "PayByBandwidth",
            Set.of("PayByBandwidth", "PayBy95", "PayByDominantTraffic", "PayByTraffic"));
    shared.bandwidthMbps = bandwidth(shared.internetChargeType, parameters);
    shared.ratio = parameters.whole("Ratio", 20, 20, 20);
    shared.line = Regions.line(shared.region, parameters.text("ISP"), true);
    shared.name = parameters.text("Name", 1, 128);
    shared.description = parameters.text("Description", 2, 256);
    shared.resourceGroupId = Accounts.resourceGroup(parameters);
    shared.id = draft.newId("cbwp-");
    shared.account = caller.account();
    shared.createdMs = draft.nowMs();
    draft.put(Kind.PACKAGE, shared.id, shared);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("BandwidthPackageId", shared.id);
    answer.put("ResourceGroupId", shared.resourceGroupId);
    return answer;
  }

  private static int bandwidth(String method, Parameters parameters) throws ApiException {
    return switch (method) {
      case "PayBy95" -> parameters.whole("Bandwidth", 0, 200, 20_000);
      case "PayByDominantTraffic" -> parameters.whole("Bandwidth", 0, 1, 2_000);
      case "PayByTraffic" -> parameters.whole("Bandwidth", 0, 1, 1_000);
      default -> parameters.whole("Bandwidth", 0, 2, 20_000);
    };
  }

  static Rows.SharedBandwidth find(Draft draft, Caller caller, String id) throws ApiException {
    Rows.SharedBandwidth shared = draft.find(Kind.PACKAGE, id);
    if (shared == null || !(shared.account.equals(caller.account()) || caller.operator())) {
      throw new ApiException(
          ErrorCode.NO_PACKAGE, "The specified BandwidthPackageId " + id + " does not exist.");
    }
    members(draft, id).forEach(eip -> draft.concerns(eip.id));
    return shared;
  }

  static Stream<ElasticIp> members(Draft draft, String id) {
    return draft.all(Index.EIP_PACKAGE, id);
  }

  static Map<String, Object> add(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    parameters.oneOf("IpType", "EIP", Set.of("EIP"));
    Rows.SharedBandwidth shared = find(draft, caller, parameters.required("BandwidthPackageId"));
    ElasticIp eip = Accounts.eip(draft, caller, parameters.required("IpInstanceId"));
    if (!eip.packageId.isEmpty()) {
      throw new ApiException(ErrorCode.IN_PACKAGE, eip.id + " is in " + eip.packageId + ".");
    }
    if (!eip.region.equals(shared.region) || !eip.line.equals(shared.line)) {
      throw Attachment.mismatch(
          shared.id + " takes " + shared.line + " EIPs of " + shared.region + ".");
    }
    if (!eip.payAsYouGo()) {
      throw new ApiException(ErrorCode.PREPAID, "A subscription cannot share bandwidth.");
    }
    if (eip.locked()) {
      throw new ApiException(ErrorCode.FORBIDDEN, eip.id + " is locked.");
    }
    if (members(draft, shared.id).count() >= MOST_EIPS) {
      throw new ApiException(
          ErrorCode.PACKAGE_QUOTA, "At most " + MOST_EIPS + " EIPs share a bandwidth.");
    }
    draft.edit(Kind.EIP, eip.id).packageId = shared.id;
    return Map.of();
  }

  static Map<String, Object> remove(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    Rows.SharedBandwidth shared = find(draft, caller, parameters.required("BandwidthPackageId"));
    ElasticIp eip = Accounts.eip(draft, caller, parameters.required("IpInstanceId"));
    if (!eip.packageId.equals(shared.id)) {
      throw new ApiException(ErrorCode.NOT_IN_PACKAGE, eip.id + " is not in " + shared.id + ".");
    }
    draft.edit(Kind.EIP, eip.id).packageId = "";
    return Map.of();
  }

  static Map<String, Object> modify(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    Rows.SharedBandwidth shared = find(draft, caller, parameters.required("BandwidthPackageId"));
    parameters.required("Bandwidth");
    draft.edit(Kind.PACKAGE, shared.id).bandwidthMbps =
        bandwidth(shared.internetChargeType, parameters);
    return Map.of();
  }

  static Map<String, Object> delete(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    Rows.SharedBandwidth shared = find(draft, caller, parameters.required("BandwidthPackageId"));
    if (shared.deletionProtection) {
      throw new ApiException(ErrorCode.PROTECTED, shared.id + " is protected from deletion.");
    }
    List<ElasticIp> members = members(draft, shared.id).toList();
    if (!members.isEmpty() && !parameters.flag("Force")) {
      throw new ApiException(
          ErrorCode.PACKAGE_NOT_EMPTY, shared.id + " has " + members.size() + " EIPs.");
    }
    for (ElasticIp eip : members) {
      draft.edit(Kind.EIP, eip.id).packageId = "";
    }
    draft.remove(Kind.PACKAGE, shared.id);
    return Map.of();
  }

  static Map<String, Object> describe(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    String region = Regions.region(parameters);
    List<String> ids = parameters.commaList("BandwidthPackageId", 50);
    String name = parameters.text("Name");
    List<Rows.SharedBandwidth> found =
        draft
            .all(Index.PACKAGE_ACCOUNT, caller.account())
            .filter(shared -> shared.region.equals(region))
            .filter(shared -> ids.isEmpty() || ids.contains(shared.id))
            .filter(shared -> name.isEmpty() || shared.name.equals(name))
            .toList();
    return Paging.page(
        parameters,
        found,
        "CommonBandwidthPackages",
        "CommonBandwidthPackage",
        shared -> row(draft, shared));
  }

  private static Map<String, Object> row(Draft draft, Rows.SharedBandwidth shared) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("BandwidthPackageId", shared.id);
    row.put("RegionId", shared.region);
    row.put("Name", shared.name);
    row.put("Description", shared.description);
    row.put("Bandwidth", String.valueOf(shared.bandwidthMbps));
    row.put("InternetChargeType", shared.internetChargeType);
    row.put("InstanceChargeType", "PostPaid");
    row.put("Ratio", shared.ratio);
    row.put("ISP", shared.line);
    row.put("Status", "Available");
    row.put("BusinessStatus", shared.throttled ? "FinancialLocked" : "Normal");
    row.put("CreationTime", Times.text(shared.createdMs));
    row.put("DeletionProtection", shared.deletionProtection);
    row.put("ResourceGroupId", shared.resourceGroupId);
    row.put("ServiceManaged", 0);
    row.put("HasReservationData", "false");
    row.put(
        "PublicIpAddresses",
        Map.of(
            "PublicIpAddresse",
            members(draft, shared.id)
                .map(
                    eip ->
                        Map.of(
                            "AllocationId",
                            eip.id,
                            "IpAddress",
                            eip.address,
                            "BandwidthPackageIpRelationStatus",
                            "BINDED"))
                .toList()));
    return row;
  }
}
