package io.eipmeter.collector.logs;

import io.eipmeter.collector.udp.AddressRange;
import java.util.List;
import java.util.function.Function;

/**
 * A flow log of a network interface: version, vswitch-id, vm-id, vpc-id, account-id, eni-id,
 * region, srcaddr, srcport, dstaddr, dstport, protocol, direction (in, out), packets, bytes, start,
 * end (seconds), log-status (OK, NODATA, SKIPDATA), action (ACCEPT, REJECT).
 *
 * <p>It is taken inside, so an EIP is not in it. Whose it is tells the interface or the instance to
 * which the EIP was attached; what goes through a NAT gateway is of none of them, and the gateway's
 * session log has it.
 */
final class VpcFlowLog {
  private VpcFlowLog() {}

  static LoggedFlow read(LogFields fields, Function<byte[], Boolean> isInternal)
      throws LineException {
    if (!fields.required("log-status").equals("OK")) {
      throw new LineException(Fate.NO_DATA, "log-status is " + fields.text("log-status"));
    }
    if (fields.required("action").equals("REJECT")) {
      throw new LineException(Fate.REJECTED, "was rejected");
    }
    String direction = fields.required("direction");
    boolean out = direction.equals("out");
    if (!out && !direction.equals("in")) {
      throw new LineException(
          Fate.BAD_VALUE, "direction must be in or out, was '" + direction + "'");
    }
    byte[] inside = fields.address(out ? "srcaddr" : "dstaddr");
    byte[] peer = fields.address(out ? "dstaddr" : "srcaddr");
    long startMs = fields.secondMs("start");
    long endMs = fields.lastMs("end");
    long bytes = fields.count("bytes");
    long packets = fields.count("packets");
    LoggedFlow.refuse(startMs, endMs, isInternal.apply(peer));
    return new LoggedFlow(
        List.of(fields.text("eni-id"), fields.text("vm-id"), AddressRange.text(inside)),
        startMs,
        endMs,
        out ? bytes : 0,
        out ? 0 : bytes,
        packets);
  }
}
