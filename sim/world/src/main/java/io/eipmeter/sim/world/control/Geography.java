package io.eipmeter.sim.world.control;

import io.eipmeter.sim.world.Address;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/**
 * The regions and the address space of every world. IPv4 from the benchmark and documentation
 * ranges (RFC 2544: 198.18.0.0/15, RFC 5737: 203.0.113.0/24), IPv6 from 2001:db8::/32 (RFC 3849).
 * The rest of the Internet is 100.64.0.0/10 (RFC 6598) and 2001:db8:ffff::/48, the private networks
 * are 10.0.0.0/8 and, behind NAT gateways with several EIPs, 172.16.0.0/12.
 */
public final class Geography {
  public static final List<Region> REGIONS =
      List.of(
          new Region(0, "cn-hangzhou", ZoneId.of("Asia/Shanghai")),
          new Region(1, "ap-southeast-1", ZoneId.of("Asia/Singapore")),
          new Region(2, "eu-central-1", ZoneId.of("Europe/Berlin")));

  /** All that the control plane knows. */
  public static final List<Region> ALL_REGIONS =
      Stream.concat(
              REGIONS.stream(),
              Stream.of(
                  new Region(3, "cn-hongkong", ZoneId.of("Asia/Hong_Kong")),
                  new Region(4, "ap-northeast-1", ZoneId.of("Asia/Tokyo")),
                  new Region(5, "ap-southeast-3", ZoneId.of("Asia/Kuala_Lumpur")),
                  new Region(6, "ap-southeast-5", ZoneId.of("Asia/Jakarta")),
                  new Region(7, "ap-southeast-6", ZoneId.of("Asia/Manila")),
                  new Region(8, "ap-southeast-7", ZoneId.of("Asia/Bangkok"))))
          .toList();

  public static final List<Pool> POOLS =
      List.of(
          Pool.of(REGIONS.get(0), "198.18.0.0/16", 128, "BGP"),
          Pool.of(REGIONS.get(1), "198.19.0.0/17", 128, "BGP"),
          Pool.of(REGIONS.get(2), "198.19.128.0/17", 128, "BGP"),
          Pool.of(REGIONS.get(1), "203.0.113.0/24", 128, "BGP_PRO"),
          Pool.of(REGIONS.get(0), "2001:db8:1::/112", 128, "BGP"),
          Pool.of(REGIONS.get(2), "2001:db8:3::/48", 64, "BGP"));

  private static final int BGP_PRO_LIMIT = 128;

  /** Which of five neighbours is IPv6 first, which next; popular and quiet ones alike. */
  private static final int[] IPV6_TURNS = {3, 1, 4, 0, 2};

  private Geography() {}

  /**
   * What a gateway exports from: 127.1.g.1.
   *
   * @param gateway its number, 1 to 255
   */
  public static Address exporter(int gateway) {
    return Address.ipv4(127 << 24 | 1 << 16 | gateway << 8 | 1);
  }

  /**
   * The pool of the rank-th most popular EIP: half in region 0, a quarter in each other.
   *
   * @param ipv6Part the part that is IPv6 in regions 0 and 2, in fifths
   */
  static Pool poolOf(int rank, double ipv6Part) {
    int region = new int[] {0, 1, 0, 2}[rank & 3];
    boolean ipv6 = IPV6_TURNS[rank % 10 / 2] < Math.round(IPV6_TURNS.length * ipv6Part);
    return switch (region) {
      case 0 -> POOLS.get(ipv6 ? 4 : 0);
      case 1 -> POOLS.get(rank % 10 == 5 && rank < BGP_PRO_LIMIT ? 3 : 1);
      default -> POOLS.get(ipv6 ? 5 : 2);
    };
  }
}
