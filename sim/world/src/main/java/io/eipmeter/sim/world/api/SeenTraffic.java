package io.eipmeter.sim.world.api;

import io.eipmeter.schemas.clickhouse.ClickHouseDatabase;
import io.eipmeter.schemas.clickhouse.ClickHouseException;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import io.eipmeter.sim.world.Address;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the pipeline's tables know of an address. */
public final class SeenTraffic implements AutoCloseable {
  private static final Duration SILENCE_LIMIT = Duration.ofSeconds(30);
  private static final Duration DAY = Duration.ofDays(1);

  private final ClickHouseDatabase database;

  public SeenTraffic(ClickHouseTarget target) {
    this.database = ClickHouseDatabase.of(target.withLimits(target.connectLimit(), SILENCE_LIMIT));
  }

  /**
   * A day of an address.
   *
   * @param lastMinute the last with traffic
   * @param highestBitsPerSecondOut of a minute
   */
  public record Day(
      Instant lastMinute,
      BigInteger bytesOut,
      BigInteger bytesIn,
      BigInteger droppedPackets,
      BigInteger droppedBytes,
      BigInteger highestBitsPerSecondOut) {}

  /**
   * Where a flow was metered.
   *
   * @param exporter its address
   * @param end of the flow
   */
  public record Sighting(String exporter, long interfaceIn, long interfaceOut, Instant end) {}

  /** A NAT session; addresses as text, IPv4 as such. */
  public record Session(
      String inside,
      long insidePort,
      String peer,
      long peerPort,
      long ipProtocol,
      Instant start,
      Instant end) {}

  /** Of the day before a time. Empty: no traffic was seen. */
  public Optional<Day> lastDay(Address address, Instant before) throws ClickHouseException {
    Instant second = Instant.ofEpochSecond(before.getEpochSecond());
    return database.first(
        "SELECT max(minute) AS last, sum(bytes_out) AS sent, sum(bytes_in) AS received,"
            + " sum(dropped_packets) AS packets, sum(dropped_bytes) AS dropped,"
            + " intDiv(max(bytes_out) * 8, 60) AS rate FROM ${db}.eip_minutes FINAL"
            + " WHERE address = toIPv6(?) AND minute >= ? AND minute <= ? HAVING count() > 0",
        row ->
            new Day(
                row.time(1),
                row.integer(2),
                row.integer(3),
                row.integer(4),
                row.integer(5),
                row.integer(6)),
        address.toString(),
        second.minus(DAY),
        second);
  }

  /** The last flow. Empty where flows are not kept, or none was seen. */
  public Optional<Sighting> lastSighting(Address address) throws ClickHouseException {
    return database.first(
        "SELECT exporter_ip, in_if, out_if, end FROM ${db}.flow WHERE public_address = toIPv6(?)"
            + " ORDER BY end DESC LIMIT 1",
        row -> new Sighting(row.string(1), row.number(2), row.number(3), row.time(4)),
        address.toString());
  }

  /** The NAT sessions of a port at a time, 20 at most. */
  public List<Session> sessions(Address address, int port, Instant at) throws ClickHouseException {
    String outbound =
        "SELECT IPv6NumToString(src) AS inside, src_port AS inside_port, IPv6NumToString(dst) AS peer,"
            + " dst_port AS peer_port, ip_protocol, start, end FROM ${db}.flow"
            + " WHERE post_nat_src = toIPv6(?) AND post_nat_src_port = ?";
    String inbound =
        "SELECT IPv6NumToString(post_nat_dst) AS inside, post_nat_dst_port AS inside_port,"
            + " IPv6NumToString(src) AS peer, src_port AS peer_port, ip_protocol, start, end FROM"
            + " ${db}.flow WHERE dst = toIPv6(?) AND dst_port = ?";
    Instant millisecond = Instant.ofEpochMilli(at.toEpochMilli());
    return database.list(
        "SELECT replaceOne(inside, '::ffff:', ''), inside_port, replaceOne(peer, '::ffff:', ''),"
            + " peer_port, ip_protocol, min(start) AS first, max(end) AS last FROM ("
            + outbound
            + " UNION ALL "
            + inbound
            + ") GROUP BY inside, inside_port, peer, peer_port, ip_protocol"
            + " HAVING first <= ? AND last >= ? ORDER BY first LIMIT 20",
        row ->
            new Session(
                row.string(1),
                row.number(2),
                row.string(3),
                row.number(4),
                row.number(5),
                row.time(6),
                row.time(7)),
        address.toString(),
        port,
        address.toString(),
        port,
        millisecond,
        millisecond);
  }

  @Override
  public void close() {
    database.close();
  }
}
