package io.eipmeter.sim.world.cloud;

import java.util.Map;
import java.util.Set;

/** The regions and the line types to be had in each. */
final class Regions {
  private static final Set<String> BGP = Set.of("BGP");
  private static final Set<String> BOTH = Set.of("BGP", "BGP_PRO");
  private static final String HONG_KONG = "cn-hongkong";

  private static final Map<String, Set<String>> LINES =
      Map.of(
          "cn-hangzhou",
          BGP,
          "eu-central-1",
          BGP,
          HONG_KONG,
          BOTH,
          "ap-northeast-1",
          BOTH,
          "ap-southeast-1",
          BOTH,
          "ap-southeast-3",
          BOTH,
          "ap-southeast-5",
          BOTH,
          "ap-southeast-6",
          BOTH,
          "ap-southeast-7",
          BOTH);

  private Regions() {}

  static String region(Parameters parameters) throws ApiException {
    String region = parameters.required("RegionId");
    if (!LINES.containsKey(region)) {
      throw new ApiException(
          ErrorCode.REGION_NOT_FOUND, "The specified RegionId " + region + " does not exist.");
    }
    return region;
  }

  /** The line type asked for: BGP where none is. */
  static String line(String region, String line, boolean payAsYouGo) throws ApiException {
    if (line.isEmpty()) {
      return "BGP";
    }
    if (!BOTH.contains(line)) {
      throw ApiException.invalid("ISP", "it must be BGP or BGP_PRO.");
    }
    if (!LINES.getOrDefault(region, BGP).contains(line)) {
      throw new ApiException(
          ErrorCode.REGION_NOT_SUPPORTED, "Region " + region + " has no line " + line + ".");
    }
    if (line.equals("BGP_PRO") && !payAsYouGo && !region.equals(HONG_KONG)) {
      throw new ApiException(
          ErrorCode.REGION_NOT_SUPPORTED, "BGP_PRO is pay-as-you-go only outside cn-hongkong.");
    }
    return line;
  }
}
