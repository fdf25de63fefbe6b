package io.eipmeter.sim.world.api;

import io.eipmeter.schemas.clickhouse.ClickHouseException;
import io.eipmeter.schemas.clickhouse.ClickHouseHttp;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import io.eipmeter.sim.world.Address;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the pipeline's tables know of an address. */
public final class SeenTraffic {
  private final ClickHouseHttp clickHouse;
  private final String database;

  public SeenTraffic(ClickHouseTarget target) {
    this.clickHouse = new ClickHouseHttp(target, Duration.ofSeconds(30));
    this.database = target.database();
  }

  /**
   * Of the day before a time: last minute with traffic, bytes out and in, dropped packets and
   * bytes, highest rate out in bits a second. Empty: none was seen.
   */
  public List<String[]> lastDay(Address address, Instant before)
      throws IOException, InterruptedException, ClickHouseException {
    return rows(
        "SELECT max(minute), sum(bytes_out), sum(bytes_in), sum(dropped_packets),"
            + " sum(dropped_bytes), intDiv(max(bytes_out) * 8, 60) FROM "
            + database
            + ".eip_minutes FINAL WHERE address = toIPv6('"
            + address
            + "') AND minute >= toDateTime("
            + (before.getEpochSecond() - 86_400)
            + ", 'UTC') AND minute <= toDateTime("
            + before.getEpochSecond()
            + ", 'UTC') HAVING count() > 0");
  }

  /**
   * The last flow: exporter, interface in, interface out, its end. Empty where flows are not kept.
   */
  public List<String[]> lastSighting(Address address)
      throws IOException, InterruptedException, ClickHouseException {
    return rows(
        "SELECT exporter_ip, in_if, out_if, end FROM "
            + database
            + ".flow WHERE public_address = toIPv6('"
            + address
            + "') ORDER BY end DESC LIMIT 1");
  }

  /**
   * The NAT sessions of a port at a time: inside address and port, peer's address and port, IP
   * protocol, start, end.
   */
  public List<String[]> sessions(Address address, int port, Instant at)
      throws IOException, InterruptedException, ClickHouseException {
    String ip = "toIPv6('" + address + "')";
    String time = "fromUnixTimestamp64Milli(toInt64(" + at.toEpochMilli() + "), 'UTC')";
    String outbound =
        "SELECT IPv6NumToString(src) AS inside, src_port AS inside_port, IPv6NumToString(dst) AS peer,"
            + " dst_port AS peer_port, ip_protocol, start, end FROM "
            + database
            + ".flow WHERE post_nat_src = "
            + ip
            + " AND post_nat_src_port = "
            + port;
    String inbound =
        "SELECT IPv6NumToString(post_nat_dst) AS inside, post_nat_dst_port AS inside_port,"
            + " IPv6NumToString(src) AS peer, src_port AS peer_port, ip_protocol, start, end FROM "
            + database
            + ".flow WHERE dst = "
            + ip
            + " AND dst_port = "
            + port;
    return rows(
        "SELECT replaceOne(inside, '::ffff:', ''), inside_port, replaceOne(peer, '::ffff:', ''),"
            + " peer_port, ip_protocol, min(start), max(end) FROM ("
            + outbound
            + " UNION ALL "
            + inbound
            + ") GROUP BY inside, inside_port, peer, peer_port, ip_protocol HAVING min(start) <= "
            + time
            + " AND max(end) >= "
            + time
            + " ORDER BY min(start) LIMIT 20");
  }

  private List<String[]> rows(String sql)
      throws IOException, InterruptedException, ClickHouseException {
    String answer = clickHouse.query(sql + " FORMAT TabSeparated").strip();
    return answer.isEmpty() ? List.of() : answer.lines().map(line -> line.split("\t", -1)).toList();
  }
}
