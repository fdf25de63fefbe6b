package io.eipmeter.collector.block;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.eipmeter.schemas.v1.DatagramBlock;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes a {@link DatagramBlock} from arrays, byte for byte as the generated class does, without
 * boxing and with one copy of the payloads.
 */
final class BlockEncoder {
  private BlockEncoder() {}

  /** The first {@code count} elements of each array are the block's. */
  static byte[] encode(
      byte[] address,
      Origin origin,
      long number,
      long receivedMs,
      int[] receivedAfterMs,
      int[] lengths,
      int[] ports,
      int count,
      byte[] payloads,
      int payloadBytes) {
    int told = shorten(ports, count);
    int afterBytes = packedBytes(receivedAfterMs, count);
    int lengthBytes = packedBytes(lengths, count);
    int portBytes = packedBytes(ports, told);
    int size =
        CodedOutputStream.computeByteArraySize(DatagramBlock.EXPORTER_ADDRESS_FIELD_NUMBER, address)
            + CodedOutputStream.computeStringSize(
                DatagramBlock.COLLECTOR_FIELD_NUMBER, origin.collector())
            + CodedOutputStream.computeInt64Size(
                DatagramBlock.BOOT_MS_FIELD_NUMBER, origin.bootMs())
            + CodedOutputStream.computeInt64Size(DatagramBlock.NUMBER_FIELD_NUMBER, number)
            + CodedOutputStream.computeInt64Size(DatagramBlock.RECEIVED_MS_FIELD_NUMBER, receivedMs)
            + delimited(afterBytes)
            + delimited(lengthBytes)
            + (payloadBytes == 0 ? 0 : delimited(payloadBytes))
            + (told == 0 ? 0 : delimited(portBytes));
    byte[] encoded = new byte[size];
    CodedOutputStream out = CodedOutputStream.newInstance(encoded);
    try {
      out.writeByteArray(DatagramBlock.EXPORTER_ADDRESS_FIELD_NUMBER, address);
      out.writeString(DatagramBlock.COLLECTOR_FIELD_NUMBER, origin.collector());
      out.writeInt64(DatagramBlock.BOOT_MS_FIELD_NUMBER, origin.bootMs());
      out.writeInt64(DatagramBlock.NUMBER_FIELD_NUMBER, number);
      out.writeInt64(DatagramBlock.RECEIVED_MS_FIELD_NUMBER, receivedMs);
      writePacked(
          out, DatagramBlock.RECEIVED_AFTER_MS_FIELD_NUMBER, receivedAfterMs, count, afterBytes);
      writePacked(out, DatagramBlock.LENGTH_BYTES_FIELD_NUMBER, lengths, count, lengthBytes);
      if (payloadBytes > 0) {
        out.writeByteArray(DatagramBlock.PAYLOADS_FIELD_NUMBER, payloads, 0, payloadBytes);
      }
      if (told > 0) {
        writePacked(out, DatagramBlock.SOURCE_PORT_FIELD_NUMBER, ports, told, portBytes);
      }
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException("the size of a block was computed wrongly", e);
    }
    return encoded;
  }

  /**
   * Leaves 0 in place of a port that is that of the datagram before.
   *
   * @return how many elements remain when the zeros at the end are left out
   */
  private static int shorten(int[] ports, int count) {
    int told = 0;
    int before = 0;
    for (int i = 0; i < count; i++) {
      int port = ports[i];
      if (port == before) {
        ports[i] = 0;
      } else {
        before = port;
        told = i + 1;
      }
    }
    return told;
  }

  // The field numbers are below 16: their tags take one byte.
  private static int delimited(int bytes) {
    return 1 + CodedOutputStream.computeUInt32SizeNoTag(bytes) + bytes;
  }

  private static int packedBytes(int[] values, int count) {
    int bytes = 0;
    for (int i = 0; i < count; i++) {
      bytes += CodedOutputStream.computeUInt32SizeNoTag(values[i]);
    }
    return bytes;
  }

  private static void writePacked(
      CodedOutputStream out, int field, int[] values, int count, int bytes) throws IOException {
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(bytes);
    for (int i = 0; i < count; i++) {
      out.writeUInt32NoTag(values[i]);
    }
  }
}
