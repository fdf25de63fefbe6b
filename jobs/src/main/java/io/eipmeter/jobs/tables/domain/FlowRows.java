package io.eipmeter.jobs.tables.domain;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.schemas.v1.FlowBlock;
import java.util.List;

/**
 * Records of {@code flow-samples}. A flow's key is where its datagram stands in {@code
 * flow-datagrams}; of one brought from outside, where its block stands in {@code flow-samples},
 * with the partition told as -1 - partition.
 */
public final class FlowRows implements RecordRows {
  private static final long serialVersionUID = 1L;

  private static final int DIRECTION_NOT_TOLD = 255;

  @Override
  public void write(LoggedRecord record, RowBlocks out) throws InvalidProtocolBufferException {
    FlowBlock block = FlowBlock.parseFrom(record.value());
    ByteString exporter = Addresses.mapped(block.getExporterAddress());
    int flows = flows(block);
    if (exporter == null) {
      out.setAside(record, 0, Poison.BAD_ADDRESS, record.value());
    } else if (flows < 0) {
      out.setAside(record, 0, Poison.UNEVEN_COLUMNS, record.value());
    } else if (!Times.shown(block.getReceivedMs())) {
      out.setAside(record, 0, Poison.BAD_TIME, record.value());
    } else {
      for (int i = 0; i < flows; i++) {
        write(record, block, exporter, i, out);
      }
    }
  }

  /** -1: the columns differ in length. */
  private static int flows(FlowBlock block) {
    int[] lengths = {
      block.getSrc().size() / Addresses.BYTES,
      block.getDst().size() / Addresses.BYTES,
      block.getPostNatSrc().size() / Addresses.BYTES,
      block.getPostNatDst().size() / Addresses.BYTES,
      block.getSrcPortCount(),
      block.getDstPortCount(),
      block.getPostNatSrcPortCount(),
      block.getPostNatDstPortCount(),
      block.getIpProtocolCount(),
      block.getBytesCount(),
      block.getPacketsCount(),
      block.getStartMsCount(),
      block.getEndMsCount(),
      block.getSamplingRateCount(),
      block.getSamplingSizeCount(),
      block.getInIfCount(),
      block.getOutIfCount(),
      block.getDirectionCount(),
      block.getTcpFlagsCount(),
      block.getDroppedBytesCount(),
      block.getDroppedPacketsCount(),
      block.getNatEventCount(),
      block.getIndexCount()
    };
    boolean wholeAddresses =
        (block.getSrc().size()
                    | block.getDst().size()
                    | block.getPostNatSrc().size()
                    | block.getPostNatDst().size())
                % Addresses.BYTES
            == 0;
    int flows = 0;
    for (int length : lengths) {
      flows = Math.max(flows, length);
    }
    for (int length : lengths) {
      if (length != 0 && length != flows) {
        return -1;
      }
    }
    return wholeAddresses ? flows : -1;
  }

  private static void write(
      LoggedRecord record, FlowBlock block, ByteString exporter, int i, RowBlocks out) {
    long endMs = at(block.getEndMsList(), i, block.getReceivedMs());
    long startMs = at(block.getStartMsList(), i, endMs);
    if (!Times.shown(endMs) || !Times.shown(startMs)) {
      out.setAside(record, i, Poison.BAD_TIME, new byte[0]);
      return;
    }
    boolean outside = block.getPartition() < 0;
    RowBinary row =
        out.of(Table.FLOWS)
            .int32(outside ? -1 - record.partition() : block.getPartition())
            .int64(outside ? record.offset() : block.getOffset())
            .int32(outside ? i : at(block.getIndexList(), i, i))
            .address(exporter)
            .seconds(block.getReceivedMs())
            .string(block.getProtocol());
    address(row, block.getSrc(), i);
    address(row, block.getDst(), i);
    changed(row, block.getPostNatSrc(), block.getSrc(), i);
    changed(row, block.getPostNatDst(), block.getDst(), i);
    int srcPort = at(block.getSrcPortList(), i, 0);
    int dstPort = at(block.getDstPortList(), i, 0);
    int natSrcPort = at(block.getPostNatSrcPortList(), i, 0);
    int natDstPort = at(block.getPostNatDstPortList(), i, 0);
    row.int16(srcPort)
        .int16(dstPort)
        .int16(natSrcPort == srcPort ? 0 : natSrcPort)
        .int16(natDstPort == dstPort ? 0 : natDstPort)
        .int8(at(block.getIpProtocolList(), i, 0))
        .int64(at(block.getBytesList(), i, 0L))
        .int64(at(block.getPacketsList(), i, 0L))
        .millis(endMs)
        .int64(endMs - startMs)
        .int32(at(block.getSamplingRateList(), i, 1))
        .int32(at(block.getInIfList(), i, 0))
        .int32(at(block.getOutIfList(), i, 0))
        .int8(at(block.getDirectionList(), i, DIRECTION_NOT_TOLD))
        .int16(at(block.getTcpFlagsList(), i, 0))
        .int64(at(block.getDroppedBytesList(), i, 0L))
        .int64(at(block.getDroppedPacketsList(), i, 0L))
        .int8(at(block.getNatEventList(), i, 0))
        .int32(at(block.getSamplingSizeList(), i, 1))
        .endRow();
  }

  private static <T> T at(List<T> column, int i, T absent) {
    return column.isEmpty() ? absent : column.get(i);
  }

  private static void address(RowBinary row, ByteString column, int i) {
    if (column.isEmpty()) {
      row.address(Addresses.NONE);
    } else {
      row.address(column, i * Addresses.BYTES);
    }
  }

  /** What NAT made of an address; none where it left it alone, which is most of a column. */
  private static void changed(RowBinary row, ByteString column, ByteString before, int i) {
    int from = i * Addresses.BYTES;
    boolean same =
        column.isEmpty()
            || (!before.isEmpty()
                && column
                    .substring(from, from + Addresses.BYTES)
                    .equals(before.substring(from, from + Addresses.BYTES)));
    if (same) {
      row.address(Addresses.NONE);
    } else {
      row.address(column, from);
    }
  }
}
