package io.eipmeter.sim.world.cloud;

import io.eipmeter.sim.world.Address;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What was, and why it is as it is. */
final class History {
  private History() {}

  /** EipHistory: the intervals and operations of an EIP, also of one that is gone. */
  static Map<String, Object> eip(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    String id = id(draft, caller, parameters.required("AllocationId"));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("AllocationId", id);
    answer.put("Intervals", draft.all(Index.SPAN_EIP, id).map(History::row).toList());
    answer.put("Operations", draft.all(Index.OPERATION_EIP, id).map(History::row).toList());
    return answer;
  }

  /** An allocation id, or an address that is one's now or was last. */
  private static String id(Draft draft, Caller caller, String idOrAddress) throws ApiException {
    return Stream.concat(
            draft.all(Index.SPAN_EIP, idOrAddress), draft.all(Index.SPAN_ADDRESS, idOrAddress))
        .filter(span -> span.account.equals(caller.account()) || caller.operator())
        .max(java.util.Comparator.comparingLong(span -> span.fromMs))
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorCode.NO_EIP,
                    "The specified AllocationId " + idOrAddress + " does not exist."))
        .eipId;
  }

  private static Map<String, Object> row(Rows.Span span) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("OwnershipId", span.ownershipId);
    row.put("AllocationId", span.eipId);
    row.put("IpAddress", span.address);
    row.put("PrefixLength", span.prefixLength);
    row.put("From", Instant.ofEpochMilli(span.fromMs).toString());
    row.put("To", span.toMs == 0 ? "" : Instant.ofEpochMilli(span.toMs).toString());
    row.put("AccountId", span.account);
    row.put("RegionId", span.region);
    row.put("ISP", span.line);
    row.put("ChargeMethod", span.chargeMethod);
    row.put("MaxBandwidthBitsPerSecond", span.maxBandwidthBitsPerSecond);
    row.put("InstanceType", span.associationKind);
    row.put("InstanceId", span.associationId);
    row.put("BandwidthPackageId", span.sharedBandwidthId);
    row.put("Lock", span.lock);
    return row;
  }

  private static Map<String, Object> row(Rows.Operation operation) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("Time", Instant.ofEpochMilli(operation.atMs).toString());
    row.put("Action", operation.action);
    row.put("Outcome", operation.outcome);
    row.put("AccountId", operation.account);
    row.put("AccessKeyId", operation.accessKeyId);
    row.put("Source", operation.source);
    row.put("RequestId", operation.requestId);
    row.put("Parameters", operation.parameters);
    return row;
  }

  /** WhoHad: who held an address at a time, and what it was attached to. */
  static Map<String, Object> whoHad(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    Address address;
    long atMs;
    try {
      address = Address.parse(parameters.required("IpAddress"));
      atMs = Instant.parse(parameters.required("Time")).toEpochMilli();
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw ApiException.invalid("IpAddress, Time", "an IP address and a time in ISO 8601.");
    }
    List<Map<String, Object>> held =
        IntStream.rangeClosed(Pools.SHORTEST_UNIT, Pools.LONGEST_UNIT)
            .mapToObj(length -> address.prefix(length))
            .distinct()
            .flatMap(unit -> draft.all(Index.SPAN_ADDRESS, unit.toString()))
            .filter(span -> span.fromMs <= atMs && (span.toMs == 0 || atMs < span.toMs))
            .filter(span -> address.prefix(span.prefixLength).equals(Address.parse(span.address)))
            .map(History::row)
            .toList();
    return Map.of("Holders", held);
  }

  /** EipDiagnosis: the control plane's part of "why does it not work, and why do I pay". */
  static Map<String, Object> diagnosis(Draft draft, Caller caller, Parameters parameters)
      throws ApiException {
    String id = id(draft, caller, parameters.required("AllocationId"));
    ElasticIp eip = draft.find(Kind.EIP, id);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("AllocationId", id);
    if (eip == null) {
      answer.put("Status", "Released");
      return answer;
    }
    answer.put("Eip", EipListing.row(draft, eip));
    Rows.AccountRow account = Accounts.find(draft, eip.account);
    answer.put("EipQuota", account.eipQuota);
    answer.put("EipsHeld", Accounts.eips(draft, eip.account).filter(ElasticIp::payAsYouGo).count());
    answer.put("OverdueSince", Times.text(account.overdueSinceMs));
    answer.put(
        "MaxBandwidthBitsPerSecond",
        Statements.maxBandwidth(eip, draft.find(Kind.PACKAGE, eip.packageId)));
    answer.put("Fees", Fees.explain(draft, eip, account.eipQuota));
    return answer;
  }
}
