package io.eipmeter.sim.world.cloud;

import io.eipmeter.sim.world.Address;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Contiguous groups of EIPs: /28 to /24, allocated and released as a whole. */
final class Segments {
  static final String ALLOCATING = "Allocating";
  static final String ALLOCATED = "Allocated";
  static final String RELEASING = "Releasing";

  private Segments() {}

  static Map<String, Object> allocate(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    String region = Regions.region(parameters);
    String maskText = parameters.required("EipMask");
    if (!maskText.matches("2[4-8]")) {
      throw new ApiException(ErrorCode.SEGMENT_MASK, "EipMask must be 24 to 28.");
    }
    int mask = Integer.parseInt(maskText);
    int count = 1 << (32 - mask);
    String method =
        parameters.oneOf(
            "InternetChargeType",
            Charging.BY_BANDWIDTH,
            java.util.Set.of(Charging.BY_BANDWIDTH, Charging.BY_TRAFFIC));
    Charging.Terms terms =
        new Charging.Terms("PostPaid", method, parameters.whole("Bandwidth", 5, 1, 200), 0);
    Charging.check(draft, caller, region, terms, count);
    String line = Regions.line(region, parameters.text("Isp"), true);
    Address first = Addressing.run(draft, Addressing.shared(draft, region, line), count);
    Rows.Segment segment = new Rows.Segment();
    segment.id = draft.newId("eipsg-");
    segment.account = caller.account();
    segment.region = region;
    segment.cidr = first + "/" + mask;
    segment.count = count;
    segment.createdMs = draft.nowMs();
    long transitionMs = draft.rules().transition().toMillis();
    segment.status = transitionMs == 0 ? ALLOCATED : ALLOCATING;
    segment.stepAtMs = transitionMs == 0 ? 0 : draft.nowMs() + transitionMs;
    draft.put(Kind.SEGMENT, segment.id, segment);
    for (int i = 0; i < count; i++) {
      ElasticIp eip = Allocation.fresh(draft, caller, region, terms, parameters);
      eip.line = line;
      eip.segmentId = segment.id;
      eip.address = first.plus(i).toString();
      Addressing.hold(draft, eip.address, eip.id);
      draft.put(Kind.EIP, eip.id, eip);
      draft.concerns(eip.id);
    }
    return Map.of("EipSegmentInstanceId", segment.id);
  }

  static Map<String, Object> release(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    Rows.Segment segment = find(draft, caller, parameters.required("SegmentInstanceId"));
    if (!segment.status.equals(ALLOCATED)) {
      throw new ApiException(ErrorCode.SEGMENT_STATUS, segment.id + " is " + segment.status + ".");
    }
    List<ElasticIp> members = members(draft, segment);
    for (ElasticIp eip : members) {
      draft.concerns(eip.id);
      Allocation.checkReleasable(eip);
    }
    for (ElasticIp eip : members) {
      Allocation.forget(draft, eip);
    }
    Rows.Segment mine = draft.edit(Kind.SEGMENT, segment.id);
    mine.status = RELEASING;
    mine.stepAtMs = draft.nowMs() + draft.rules().transition().toMillis();
    return Map.of();
  }

  private static List<ElasticIp> members(Draft draft, Rows.Segment segment) {
    return draft.all(Index.EIP_SEGMENT, segment.id).toList();
  }

  private static Rows.Segment find(Draft draft, Caller caller, String id) throws ApiException {
    Rows.Segment segment = draft.find(Kind.SEGMENT, id);
    if (segment == null || !segment.account.equals(caller.account())) {
      throw new ApiException(
          ErrorCode.NO_SEGMENT, "The specified SegmentInstanceId " + id + " does not exist.");
    }
    return segment;
  }

  static Map<String, Object> describe(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    String region = Regions.region(parameters);
    String id = parameters.text("SegmentInstanceId");
    List<Rows.Segment> found =
        draft
            .all(Index.SEGMENT_ACCOUNT, caller.account())
            .filter(segment -> segment.region.equals(region))
            .filter(segment -> id.isEmpty() || segment.id.equals(id))
            .toList();
    return Paging.page(parameters, found, "EipSegments", "EipSegment", Segments::row);
  }

  private static Map<String, Object> row(Rows.Segment segment) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("InstanceId", segment.id);
    row.put("RegionId", segment.region);
    row.put("Segment", segment.cidr);
    row.put("IpCount", String.valueOf(segment.count));
    row.put("Status", segment.status);
    row.put("CreationTime", Times.text(segment.createdMs));
    row.put("Name", "");
    row.put("Descritpion", "");
    return row;
  }
}
