package io.eipmeter.collector.cli;

import io.eipmeter.protocols.Flow;
import io.eipmeter.protocols.RejectReason;

/** Writes a flow as one line of JSON: the fields its record had, in a fixed order; or a reject. */
final class FlowJson {
  private static final long WORD = 0xffff_ffffL;

  private final StringBuilder line = new StringBuilder(512);

  /** The line with its end; valid until the next call. */
  CharSequence write(String exporter, Flow flow) {
    line.setLength(0);
    line.append("{\"exporter\":\"").append(exporter).append('"');
    number("domain", flow.domain);
    text("protocol", flow.protocol.label());
    address(flow, Flow.SRC, "src", flow.srcHigh, flow.srcLow);
    address(flow, Flow.DST, "dst", flow.dstHigh, flow.dstLow);
    number(flow, Flow.SRC_PORT, "srcPort", flow.srcPort);
    number(flow, Flow.DST_PORT, "dstPort", flow.dstPort);
    number(flow, Flow.IP_PROTOCOL, "ipProtocol", flow.ipProtocol);
    number(flow, Flow.BYTES, "bytes", flow.bytes);
    number(flow, Flow.PACKETS, "packets", flow.packets);
    number(flow, Flow.TIMES, "startMs", flow.startMs);
    number(flow, Flow.TIMES, "endMs", flow.endMs);
    number(flow, Flow.SAMPLING_RATE, "samplingRate", flow.samplingRate);
    if (flow.samplingSize > 1) {
      number("samplingSize", flow.samplingSize);
    }
    address(flow, Flow.POST_NAT_SRC, "postNatSrc", flow.postNatSrcHigh, flow.postNatSrcLow);
    address(flow, Flow.POST_NAT_DST, "postNatDst", flow.postNatDstHigh, flow.postNatDstLow);
    number(flow, Flow.POST_NAT_SRC_PORT, "postNatSrcPort", flow.postNatSrcPort);
    number(flow, Flow.POST_NAT_DST_PORT, "postNatDstPort", flow.postNatDstPort);
    number(flow, Flow.NAT_EVENT, "natEvent", flow.natEvent);
    number(flow, Flow.TCP_FLAGS, "tcpFlags", flow.tcpFlags);
    number(flow, Flow.IN_IF, "inIf", flow.inIf & WORD);
    number(flow, Flow.OUT_IF, "outIf", flow.outIf & WORD);
    number(flow, Flow.DIRECTION, "direction", flow.direction);
    number(flow, Flow.DROPPED_BYTES, "droppedBytes", flow.droppedBytes);
    number(flow, Flow.DROPPED_PACKETS, "droppedPackets", flow.droppedPackets);
    mark(flow.samplingRateUnknown, "samplingRateUnknown");
    mark(flow.timesCorrected, "timesCorrected");
    return line.append("}\n");
  }

  /** The line of what was rejected, with its end; valid until the next call. */
  CharSequence writeReject(
      String exporter, RejectReason reason, int setOffsetBytes, long receivedMs, int length) {
    line.setLength(0);
    line.append("{\"exporter\":\"").append(exporter).append('"');
    text("rejected", reason.name());
    if (setOffsetBytes >= 0) {
      number("setOffset", setOffsetBytes);
    }
    number("receivedMs", receivedMs);
    number("datagramBytes", length);
    return line.append("}\n");
  }

  private void address(Flow flow, int field, String name, long high, long low) {
    if (flow.has(field)) {
      line.append(",\"").append(name).append("\":\"");
      AddressText.append(line, high, low);
      line.append('"');
    }
  }

  private void number(Flow flow, int field, String name, long value) {
    if (flow.has(field)) {
      number(name, value);
    }
  }

  private void number(String name, long value) {
    line.append(",\"").append(name).append("\":").append(value);
  }

  private void text(String name, String value) {
    line.append(",\"").append(name).append("\":\"").append(value).append('"');
  }

  private void mark(boolean holds, String name) {
    if (holds) {
      line.append(",\"").append(name).append("\":true");
    }
  }
}
