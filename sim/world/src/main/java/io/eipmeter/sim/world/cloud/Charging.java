package io.eipmeter.sim.world.cloud;

import java.util.Set;

/** Charge types, the bandwidths each allows, and the sums an account may reach. */
final class Charging {
  static final String BY_TRAFFIC = "PayByTraffic";
  static final String BY_BANDWIDTH = "PayByBandwidth";
  private static final int DEFAULT_MBPS = 5;

  private Charging() {}

  /**
   * @param months of a subscription; 0: pay-as-you-go
   */
  record Terms(String chargeType, String internetChargeType, int bandwidthMbps, int months) {}

  static Terms terms(Parameters parameters) throws ApiException {
    String chargeType =
        parameters.oneOf("InstanceChargeType", "PostPaid", Set.of("PostPaid", "PrePaid"));
    String method =
        parameters.oneOf("InternetChargeType", BY_BANDWIDTH, Set.of(BY_BANDWIDTH, BY_TRAFFIC));
    boolean prepaid = chargeType.equals("PrePaid");
    if (prepaid && method.equals(BY_TRAFFIC)) {
      throw ApiException.invalid("InternetChargeType", "a subscription is PayByBandwidth.");
    }
    int mbps = parameters.whole("Bandwidth", DEFAULT_MBPS, 1, prepaid ? 1_000 : mostMbps(method));
    return new Terms(chargeType, method, mbps, prepaid ? months(parameters) : 0);
  }

  static int mostMbps(String internetChargeType) {
    return internetChargeType.equals(BY_TRAFFIC) ? 200 : 500;
  }

  private static int months(Parameters parameters) throws ApiException {
    boolean years =
        parameters.oneOf("PricingCycle", "Month", Set.of("Month", "Year")).equals("Year");
    int period = parameters.whole("Period", 1, 1, years ? 5 : 9);
    return years ? 12 * period : period;
  }

  /** Refuses what would take the account over its quota or sums. */
  static void check(Draft draft, Caller caller, String region, Terms terms, int count)
      throws ApiException {
    if (Accounts.find(draft, caller.account()).overdueSinceMs != 0) {
      throw new ApiException(
          ErrorCode.INSUFFICIENT_BALANCE, "Your account does not have enough balance.");
    }
    if (terms.chargeType().equals("PrePaid")) {
      return;
    }
    long held = Accounts.eips(draft, caller.account()).filter(ElasticIp::payAsYouGo).count();
    int quota = Accounts.find(draft, caller.account()).eipQuota;
    if (held + count > quota) {
      throw new ApiException(
          ErrorCode.EIP_QUOTA,
          "Elastic IP address quota exceeded: " + held + " of " + quota + " in use.");
    }
    checkSum(
        draft, caller, region, terms.internetChargeType(), (long) count * terms.bandwidthMbps());
  }

  /**
   * @param moreMbps what would be added
   */
  static void checkSum(
      Draft draft, Caller caller, String region, String internetChargeType, long moreMbps)
      throws ApiException {
    int most =
        internetChargeType.equals(BY_TRAFFIC)
            ? Rules.SUM_BY_TRAFFIC_MBPS
            : Rules.SUM_BY_BANDWIDTH_MBPS;
    long sum =
        Accounts.eips(draft, caller.account())
            .filter(eip -> eip.region.equals(region) && eip.payAsYouGo())
            .filter(eip -> eip.internetChargeType.equals(internetChargeType))
            .mapToLong(eip -> eip.bandwidthMbps)
            .sum();
    if (sum + moreMbps > most) {
      throw new ApiException(
          ErrorCode.BANDWIDTH_QUOTA,
          "The maximum bandwidths of "
              + internetChargeType
              + " EIPs in "
              + region
              + " must not exceed "
              + most
              + " Mbit/s together; it would be "
              + (sum + moreMbps)
              + ".");
    }
  }
}
