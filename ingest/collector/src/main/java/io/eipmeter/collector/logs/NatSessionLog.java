package io.eipmeter.collector.logs;

import io.eipmeter.collector.udp.AddressRange;
import java.util.List;
import java.util.function.Function;

/**
 * A session log of a NAT gateway, source translation only: instance, vpc_id, protocol, pri_ip,
 * pri_port, pub_ip, pub_port, nat_ip, nat_port, bytes_from_pub, pkts_from_pub, bytes_from_vpc,
 * pkts_from_vpc, start_time, end_time (seconds). Older ones spell {@code intstance} and {@code
 * portocol}. The EIP is nat_ip.
 */
final class NatSessionLog {
  private NatSessionLog() {}

  static LoggedFlow read(LogFields fields, Function<byte[], Boolean> isInternal)
      throws LineException {
    fields.required("instance", "intstance");
    fields.required("protocol", "portocol");
    byte[] eip = fields.address("nat_ip");
    byte[] peer = fields.address("pub_ip");
    long startMs = fields.secondMs("start_time");
    long endMs = fields.lastMs("end_time");
    long bytesOut = fields.count("bytes_from_vpc");
    long bytesIn = fields.count("bytes_from_pub");
    LoggedFlow.refuse(startMs, endMs, isInternal.apply(peer));
    return new LoggedFlow(
        List.of(AddressRange.text(eip)),
        startMs,
        endMs,
        bytesOut,
        bytesIn,
        fields.count("pkts_from_vpc") + fields.count("pkts_from_pub"));
  }
}
