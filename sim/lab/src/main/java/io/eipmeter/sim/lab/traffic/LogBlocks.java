package io.eipmeter.sim.lab.traffic;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.schemas.v1.DatagramBlock;
import io.eipmeter.sim.world.Address;
import java.util.function.BiConsumer;

/** What a record of {@code flow-datagrams} holds. */
final class LogBlocks {
  private LogBlocks() {}

  /** Hands over each datagram's exporter and fingerprint; of a heartbeat nothing. */
  static void datagrams(byte[] value, BiConsumer<Address, Fingerprint> each) {
    DatagramBlock block;
    try {
      block = DatagramBlock.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("flow-datagrams holds what is not a block", e);
    }
    if (block.getLengthBytesCount() == 0) {
      return;
    }
    Address exporter = Address.ofBytes(block.getExporterAddress().toByteArray());
    byte[] bytes = block.getPayloads().toByteArray();
    int offset = 0;
    for (int length : block.getLengthBytesList()) {
      each.accept(exporter, Fingerprint.of(bytes, offset, length));
      offset += length;
    }
  }
}
