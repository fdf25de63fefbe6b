package io.eipmeter.sim.world.cloud;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** DescribeEipAddresses. */
final class EipListing {
  private static final int MOST_NAMED = 50;

  private EipListing() {}

  static Map<String, Object> describe(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    Predicate<ElasticIp> wanted = filter(parameters);
    List<ElasticIp> found =
        candidates(draft, caller, parameters)
            .filter(eip -> eip.account.equals(caller.account()) || caller.operator())
            .filter(eip -> !eip.staticPublicIp || caller.operator())
            .filter(wanted)
            .sorted(
                Comparator.<ElasticIp>comparingLong(eip -> -eip.allocatedMs)
                    .thenComparing(eip -> eip.id))
            .toList();
    return Paging.page(parameters, found, "EipAddresses", "EipAddress", eip -> row(draft, eip));
  }

  /** All that can be wanted, and few others: by the filter that leaves the fewest. */
  private static Stream<ElasticIp> candidates(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    List<String> ids = parameters.commaList("AllocationId", MOST_NAMED);
    if (!ids.isEmpty()) {
      return ids.stream().distinct().flatMap(id -> Stream.ofNullable(draft.find(Kind.EIP, id)));
    }
    List<String> addresses = parameters.commaList("EipAddress", MOST_NAMED);
    if (!addresses.isEmpty()) {
      return addresses.stream()
          .distinct()
          .flatMap(address -> draft.all(Index.EIP_ADDRESS, address));
    }
    if (parameters.has("AssociatedInstanceId")) {
      return draft.all(Index.EIP_INSTANCE, parameters.text("AssociatedInstanceId"));
    }
    return caller.operator() ? draft.all(Kind.EIP) : draft.all(Index.EIP_ACCOUNT, caller.account());
  }

  private static Predicate<ElasticIp> filter(Parameters parameters) throws ApiException {
    List<Predicate<ElasticIp>> all = new ArrayList<>();
    String region = Regions.region(parameters);
    all.add(eip -> eip.region.equals(region));
    equal(all, parameters, "Status", eip -> eip.status);
    equal(all, parameters, "EipName", eip -> eip.name);
    equal(all, parameters, "ISP", eip -> eip.line);
    equal(all, parameters, "ChargeType", eip -> eip.chargeType);
    equal(all, parameters, "SegmentInstanceId", eip -> eip.segmentId);
    equal(all, parameters, "ResourceGroupId", eip -> eip.resourceGroupId);
    equal(all, parameters, "PublicIpAddressPoolId", eip -> eip.poolId);
    equal(all, parameters, "AssociatedInstanceId", eip -> eip.instanceId);
    String type =
        parameters.oneOf(
            "AssociatedInstanceType",
            "",
            Set.of(
                Attachment.ECS, Attachment.ENI, Attachment.SLB, Attachment.NAT, Attachment.HAVIP));
    if (!type.isEmpty()) {
      all.add(eip -> eip.instanceType.equals(type));
    }
    List<String> ids = parameters.commaList("AllocationId", MOST_NAMED);
    if (!ids.isEmpty()) {
      all.add(eip -> ids.contains(eip.id));
    }
    List<String> addresses = parameters.commaList("EipAddress", MOST_NAMED);
    if (!addresses.isEmpty()) {
      all.add(eip -> addresses.contains(eip.address));
    }
    String lock = parameters.oneOf("LockReason", "", Set.of("financial", "security"));
    if (!lock.isEmpty()) {
      all.add(eip -> lock.equals("financial") ? eip.financialLock : eip.securityLock);
    }
    parameters.pairs("Filter").forEach((key, value) -> all.add(created(key, value)));
    parameters
        .pairs("Tag")
        .forEach((key, value) -> all.add(eip -> value.equals(eip.tags.get(key))));
    return all.stream().reduce(Predicate::and).orElse(eip -> true);
  }

  private static void equal(
      List<Predicate<ElasticIp>> all,
      Parameters parameters,
      String name,
      java.util.function.Function<ElasticIp, String> field) {
    if (parameters.has(name)) {
      all.add(eip -> field.apply(eip).equals(parameters.text(name)));
    }
  }

  private static Predicate<ElasticIp> created(String key, String time) {
    return switch (key) {
      case "CreationStartTime" -> eip -> Times.text(eip.allocatedMs).compareTo(time) >= 0;
      case "CreationEndTime" -> eip -> Times.text(eip.allocatedMs).compareTo(time) <= 0;
      default -> eip -> true;
    };
  }

  static Map<String, Object> row(Draft draft, ElasticIp eip) {
    Rows.SharedBandwidth shared = draft.find(Kind.PACKAGE, eip.packageId);
    int inForce = shared == null ? eip.bandwidthMbps : shared.bandwidthMbps;
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("AllocationId", eip.id);
    row.put("IpAddress", eip.address);
    row.put("Status", eip.status);
    row.put("RegionId", eip.region);
    row.put("ISP", eip.line);
    row.put("Name", eip.name);
    row.put("Description", eip.description);
    // As the provider misspells it, too.
    row.put("Descritpion", eip.description);
    row.put("Bandwidth", String.valueOf(inForce));
    row.put("EipBandwidth", String.valueOf(eip.bandwidthMbps));
    row.put("BandwidthPackageId", eip.packageId);
    row.put("BandwidthPackageType", shared == null ? "" : "CommonBandwidthPackage");
    row.put("BandwidthPackageBandwidth", shared == null ? "" : String.valueOf(inForce));
    row.put("BusinessStatus", eip.financialLock ? "FinancialLocked" : "Normal");
    row.put("ChargeType", eip.chargeType);
    row.put("InternetChargeType", eip.internetChargeType);
    row.put("InstanceId", eip.instanceId);
    row.put("InstanceType", eip.instanceType);
    row.put("InstanceRegionId", eip.instanceId.isEmpty() ? "" : eip.region);
    row.put("Mode", eip.mode);
    row.put("PrivateIpAddress", eip.privateIp);
    row.put("AllocationTime", Times.text(eip.allocatedMs));
    row.put("ExpiredTime", Times.text(eip.expiresMs));
    row.put("DeletionProtection", eip.deletionProtection);
    row.put("HDMonitorStatus", eip.fineGrained ? "ON" : "OFF");
    row.put("Netmode", "public");
    row.put("PublicIpAddressPoolId", eip.poolId);
    row.put("ResourceGroupId", eip.resourceGroupId);
    row.put("SegmentInstanceId", eip.segmentId);
    row.put("SecondLimited", false);
    row.put("ServiceManaged", 0);
    row.put("HasReservationData", String.valueOf(eip.switchAtMs != 0));
    if (eip.switchAtMs != 0) {
      row.put("ReservationInternetChargeType", eip.nextInternetChargeType);
      row.put("ReservationActiveTime", Times.text(eip.switchAtMs));
      row.put("ReservationBandwidth", String.valueOf(eip.bandwidthMbps));
    }
    row.put(
        "Tags",
        Map.of(
            "Tag",
            eip.tags.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(tag -> Map.of("Key", tag.getKey(), "Value", tag.getValue()))
                .toList()));
    row.put("OperationLocks", Map.of("LockReason", locks(eip)));
    row.put("SecurityProtectionTypes", Map.of("SecurityProtectionType", eip.protections));
    row.put("AccountId", eip.account);
    return row;
  }

  private static List<Map<String, String>> locks(ElasticIp eip) {
    List<Map<String, String>> locks = new ArrayList<>();
    if (eip.financialLock) {
      locks.add(Map.of("LockReason", "financial"));
    }
    if (eip.securityLock) {
      locks.add(Map.of("LockReason", "security"));
    }
    return locks;
  }
}
