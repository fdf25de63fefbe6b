package io.eipmeter.jobs.bandwidth;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.protocols.Flow;
import io.eipmeter.protocols.Protocol;
import io.eipmeter.schemas.v1.FlowBlock;
import java.util.List;
import java.util.function.Consumer;

/** Reads a record of `flow-samples` as flows. A column that is absent is absent in every flow. */
final class FlowBlockReader {
  private static final int DIRECTION_NOT_TOLD = 255;
  private static final int ADDRESS_BYTES = 16;

  private final Flow flow = new Flow();

  /**
   * @return the number of flows; -1, with none handed on, if the record cannot be read or its
   *     columns differ in length
   */
  int read(byte[] value, Consumer<Flow> sink) {
    FlowBlock block;
    try {
      block = FlowBlock.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      return -1;
    }
    int flows = block.getBytesCount();
    if (!isEven(block, flows)) {
      return -1;
    }
    for (int i = 0; i < flows; i++) {
      fill(block, i);
      if (flow.bytes < 0 || flow.packets < 0) {
        continue; // over 2^63 - 1: the meter could not tell it from a negative one
      }
      sink.accept(flow);
    }
    return flows;
  }

  private static boolean isEven(FlowBlock block, int flows) {
    for (ByteString addresses :
        List.of(block.getSrc(), block.getDst(), block.getPostNatSrc(), block.getPostNatDst())) {
      if (!addresses.isEmpty() && addresses.size() != flows * ADDRESS_BYTES) {
        return false;
      }
    }
    for (List<?> column :
        List.of(
            block.getPacketsList(),
            block.getStartMsList(),
            block.getEndMsList(),
            block.getSamplingRateList(),
            block.getSamplingSizeList(),
            block.getInIfList(),
            block.getOutIfList(),
            block.getDirectionList(),
            block.getDroppedBytesList(),
            block.getDroppedPacketsList())) {
      if (!column.isEmpty() && column.size() != flows) {
        return false;
      }
    }
    return block.getSrc().size() == flows * ADDRESS_BYTES
        && block.getDst().size() == flows * ADDRESS_BYTES
        && block.getStartMsCount() == block.getEndMsCount();
  }

  private void fill(FlowBlock block, int i) {
    flow.present = Flow.SRC | Flow.DST | Flow.BYTES | Flow.PACKETS;
    flow.protocol = protocol(block.getProtocol());
    flow.receivedMs = block.getReceivedMs();
    flow.srcHigh = high(block.getSrc(), i);
    flow.srcLow = low(block.getSrc(), i);
    flow.dstHigh = high(block.getDst(), i);
    flow.dstLow = low(block.getDst(), i);
    flow.postNatSrcHigh = block.getPostNatSrc().isEmpty() ? 0 : high(block.getPostNatSrc(), i);
    flow.postNatSrcLow = block.getPostNatSrc().isEmpty() ? 0 : low(block.getPostNatSrc(), i);
    flow.postNatDstHigh = block.getPostNatDst().isEmpty() ? 0 : high(block.getPostNatDst(), i);
    flow.postNatDstLow = block.getPostNatDst().isEmpty() ? 0 : low(block.getPostNatDst(), i);
    // an address of zero is none
    flow.present |= (flow.postNatSrcHigh | flow.postNatSrcLow) == 0 ? 0 : Flow.POST_NAT_SRC;
    flow.present |= (flow.postNatDstHigh | flow.postNatDstLow) == 0 ? 0 : Flow.POST_NAT_DST;
    flow.bytes = block.getBytes(i);
    flow.packets = block.getPacketsCount() == 0 ? 0 : block.getPackets(i);
    if (block.getStartMsCount() > 0) {
      flow.present |= Flow.TIMES;
      flow.startMs = block.getStartMs(i);
      flow.endMs = block.getEndMs(i);
    }
    long rate =
        block.getSamplingRateCount() == 0 ? 1 : Integer.toUnsignedLong(block.getSamplingRate(i));
    flow.samplingRate = Math.max(1, rate);
    flow.samplingSize =
        block.getSamplingSizeCount() == 0
            ? 1
            : Math.max(1, Integer.toUnsignedLong(block.getSamplingSize(i)));
    flow.samplingRateUnknown = rate == 0;
    if (block.getInIfCount() > 0) {
      flow.present |= Flow.IN_IF;
      flow.inIf = block.getInIf(i);
    }
    if (block.getOutIfCount() > 0) {
      flow.present |= Flow.OUT_IF;
      flow.outIf = block.getOutIf(i);
    }
    if (block.getDirectionCount() > 0 && block.getDirection(i) != DIRECTION_NOT_TOLD) {
      flow.present |= Flow.DIRECTION;
      flow.direction = block.getDirection(i);
    }
    if (block.getDroppedBytesCount() > 0) {
      flow.present |= Flow.DROPPED_BYTES;
      flow.droppedBytes = Math.max(0, block.getDroppedBytes(i));
    }
    if (block.getDroppedPacketsCount() > 0) {
      flow.present |= Flow.DROPPED_PACKETS;
      flow.droppedPackets = Math.max(0, block.getDroppedPackets(i));
    }
  }

  private static Protocol protocol(String label) {
    for (Protocol protocol : Protocol.values()) {
      if (protocol.label().equals(label)) {
        return protocol;
      }
    }
    return Protocol.IPFIX; // brought from outside: nothing depends on it
  }

  private static long high(ByteString addresses, int i) {
    return number(addresses, i * ADDRESS_BYTES);
  }

  private static long low(ByteString addresses, int i) {
    return number(addresses, i * ADDRESS_BYTES + Long.BYTES);
  }

  private static long number(ByteString bytes, int from) {
    long number = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      number = number << 8 | bytes.byteAt(from + i) & 0xff;
    }
    return number;
  }
}
