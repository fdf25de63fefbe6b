package io.eipmeter.jobs.bandwidth;

import com.google.protobuf.ByteString;
import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.jobs.log.OutgoingRecord;
import io.eipmeter.protocols.Flow;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.FlowBlock;
import java.util.function.Consumer;

/**
 * Collects the flows of one block of datagrams as a record of `flow-samples`. All columns are
 * written, so that flows of different templates share a block; an absent field is its zero.
 */
final class FlowBlockWriter {
  private static final int DIRECTION_NOT_TOLD = 255;
  private static final int ADDRESS_BYTES = 16;

  private final Consumer<OutgoingRecord> out;
  private final FlowBlock.Builder block = FlowBlock.newBuilder();
  private final ByteString.Output src = ByteString.newOutput();
  private final ByteString.Output dst = ByteString.newOutput();
  private final ByteString.Output postNatSrc = ByteString.newOutput();
  private final ByteString.Output postNatDst = ByteString.newOutput();
  private final byte[] address = new byte[ADDRESS_BYTES];

  FlowBlockWriter(Consumer<OutgoingRecord> out) {
    this.out = out;
  }

  void add(Flow flow) {
    write(src, flow.srcHigh, flow.srcLow);
    write(dst, flow.dstHigh, flow.dstLow);
    boolean natSrc = flow.has(Flow.POST_NAT_SRC);
    write(postNatSrc, natSrc ? flow.postNatSrcHigh : 0, natSrc ? flow.postNatSrcLow : 0);
    boolean natDst = flow.has(Flow.POST_NAT_DST);
    write(postNatDst, natDst ? flow.postNatDstHigh : 0, natDst ? flow.postNatDstLow : 0);
    boolean timed = flow.has(Flow.TIMES);
    block
        .addIndex(block.getBytesCount())
        .addSrcPort(flow.has(Flow.SRC_PORT) ? flow.srcPort : 0)
        .addDstPort(flow.has(Flow.DST_PORT) ? flow.dstPort : 0)
        .addPostNatSrcPort(flow.has(Flow.POST_NAT_SRC_PORT) ? flow.postNatSrcPort : 0)
        .addPostNatDstPort(flow.has(Flow.POST_NAT_DST_PORT) ? flow.postNatDstPort : 0)
        .addIpProtocol(flow.has(Flow.IP_PROTOCOL) ? flow.ipProtocol : 0)
        .addBytes(flow.bytes)
        .addPackets(flow.packets)
        .addStartMs(timed ? flow.startMs : flow.receivedMs)
        .addEndMs(timed ? flow.endMs : flow.receivedMs)
        .addSamplingRate(flow.samplingRateUnknown ? 0 : (int) flow.samplingRate)
        .addSamplingSize((int) flow.samplingSize)
        .addInIf(flow.has(Flow.IN_IF) ? flow.inIf : 0)
        .addOutIf(flow.has(Flow.OUT_IF) ? flow.outIf : 0)
        .addDirection(flow.has(Flow.DIRECTION) ? flow.direction : DIRECTION_NOT_TOLD)
        .addTcpFlags(flow.has(Flow.TCP_FLAGS) ? flow.tcpFlags : 0)
        .addDroppedBytes(flow.has(Flow.DROPPED_BYTES) ? flow.droppedBytes : 0)
        .addDroppedPackets(flow.has(Flow.DROPPED_PACKETS) ? flow.droppedPackets : 0)
        .addNatEvent(flow.has(Flow.NAT_EVENT) ? flow.natEvent : 0);
    block.setProtocol(flow.protocol.label()).setReceivedMs(flow.receivedMs);
  }

  private void write(ByteString.Output column, long high, long low) {
    for (int i = 0; i < Long.BYTES; i++) {
      address[i] = (byte) (high >>> (56 - 8 * i));
      address[Long.BYTES + i] = (byte) (low >>> (56 - 8 * i));
    }
    column.write(address, 0, ADDRESS_BYTES);
  }

  /** Sends what was collected from a record of `flow-datagrams`, if anything. */
  void send(LoggedRecord record) {
    if (block.getBytesCount() == 0) {
      return;
    }
    byte[] exporter = record.key().toBytes();
    block
        .setExporterAddress(ByteString.copyFrom(exporter))
        .setPartition(record.partition())
        .setOffset(record.offset())
        .setSrc(src.toByteString())
        .setDst(dst.toByteString())
        .setPostNatSrc(postNatSrc.toByteString())
        .setPostNatDst(postNatDst.toByteString());
    out.accept(new OutgoingRecord(Topic.FLOW_SAMPLES, -1, exporter, block.build().toByteArray()));
    block.clear();
    src.reset();
    dst.reset();
    postNatSrc.reset();
    postNatDst.reset();
  }
}
