package io.eipmeter.sim.world.cloud;

import java.util.List;

/**
 * Everybody's pools of a fresh control plane. IPv4 from the benchmark and documentation ranges (RFC
 * 2544, RFC 5737), IPv6 from 2001:db8::/32 (RFC 3849): no address of them is anyone's.
 */
public final class FoundingPools {
  private FoundingPools() {}

  public static List<Rows.PoolRow> all() {
    return List.of(
        pool("hangzhou-bgp", "cn-hangzhou", "BGP", 128, "198.18.0.0/16"),
        pool("hangzhou-ipv6", "cn-hangzhou", "BGP", 128, "2001:db8:1::/112"),
        pool("singapore-bgp", "ap-southeast-1", "BGP", 128, "198.19.0.0/17"),
        pool("singapore-bgp-pro", "ap-southeast-1", "BGP_PRO", 128, "203.0.113.0/24"),
        pool("frankfurt-bgp", "eu-central-1", "BGP", 128, "198.19.128.0/17"),
        pool("frankfurt-ipv6", "eu-central-1", "BGP", 64, "2001:db8:3::/48"),
        pool("hongkong-bgp", "cn-hongkong", "BGP", 128, "198.51.100.0/24"),
        pool("hongkong-bgp-pro", "cn-hongkong", "BGP_PRO", 128, "192.0.2.0/24"));
  }

  private static Rows.PoolRow pool(
      String name, String region, String line, int unitLength, String cidr) {
    Rows.PoolRow pool = new Rows.PoolRow();
    pool.id = "pippool-" + name;
    pool.region = region;
    pool.line = line;
    pool.name = name;
    pool.unitLength = unitLength;
    pool.cidrs = List.of(cidr);
    return pool;
  }
}
