package io.eipmeter.jobs.log;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.eipmeter.schemas.v1.DatagramBlock;
import io.eipmeter.schemas.v1.Retry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a serialized {@link DatagramBlock} where it lies: payloads are not copied, lists not boxed.
 * Filled again for the next block. {@link #read} refuses a block whose lengths do not add up.
 */
public final class DatagramBlockView {
  private byte[] exporter = new byte[0];
  private String collector = "";
  private long bootMs;
  private long number;
  private long receivedMs;
  private int[] receivedAfterMs = new int[64];
  private int receivedAfterCount;
  private int[] lengths = new int[64];
  private int count;
  private int payloadsOffset;
  private int payloadsLength;
  private final List<Retry> retries = new ArrayList<>();

  /**
   * @return whether the block can be used
   */
  public boolean read(byte[] value) {
    clear();
    CodedInputStream in = CodedInputStream.newInstance(value);
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        field(in, tag);
      }
    } catch (IOException e) {
      return false;
    }
    return lengthsAddUp() && (exporter.length == 4 || exporter.length == 16 || count == 0);
  }

  private void clear() {
    exporter = new byte[0];
    collector = "";
    bootMs = 0;
    number = 0;
    receivedMs = 0;
    receivedAfterCount = 0;
    count = 0;
    payloadsOffset = 0;
    payloadsLength = 0;
    retries.clear();
  }

  private void field(CodedInputStream in, int tag) throws IOException {
    switch (WireFormat.getTagFieldNumber(tag)) {
      case DatagramBlock.EXPORTER_ADDRESS_FIELD_NUMBER -> exporter = in.readByteArray();
      case DatagramBlock.COLLECTOR_FIELD_NUMBER -> collector = in.readString();
      case DatagramBlock.BOOT_MS_FIELD_NUMBER -> bootMs = in.readInt64();
      case DatagramBlock.NUMBER_FIELD_NUMBER -> number = in.readInt64();
      case DatagramBlock.RECEIVED_MS_FIELD_NUMBER -> receivedMs = in.readInt64();
      case DatagramBlock.RECEIVED_AFTER_MS_FIELD_NUMBER -> {
        receivedAfterMs = packed(in, tag, receivedAfterMs, receivedAfterCount);
        receivedAfterCount = packedEnd;
      }
      case DatagramBlock.LENGTH_BYTES_FIELD_NUMBER -> {
        lengths = packed(in, tag, lengths, count);
        count = packedEnd;
      }
      case DatagramBlock.PAYLOADS_FIELD_NUMBER -> {
        payloadsLength = in.readRawVarint32();
        payloadsOffset = in.getTotalBytesRead();
        in.skipRawBytes(payloadsLength);
      }
      case DatagramBlock.RETRIES_FIELD_NUMBER -> retries.add(Retry.parseFrom(in.readByteArray()));
      default -> in.skipField(tag);
    }
  }

  private int packedEnd;

  /** Packed or not: a reader must take both (Protobuf encoding, "Packed repeated fields"). */
  private int[] packed(CodedInputStream in, int tag, int[] into, int from) throws IOException {
    int[] target = into;
    int end = from;
    if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      int limit = in.pushLimit(in.readRawVarint32());
      while (in.getBytesUntilLimit() > 0) {
        target = roomFor(target, end);
        target[end++] = in.readUInt32();
      }
      in.popLimit(limit);
    } else {
      target = roomFor(target, end);
      target[end++] = in.readUInt32();
    }
    packedEnd = end;
    return target;
  }

  private static int[] roomFor(int[] array, int index) {
    return index < array.length ? array : Arrays.copyOf(array, array.length * 2);
  }

  private boolean lengthsAddUp() {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      if (lengths[i] < 0) {
        return false;
      }
      sum += lengths[i];
    }
    return sum == payloadsLength
        && receivedAfterCount == count
        && (retries.isEmpty() || retries.size() == count);
  }

  /** 4 or 16 bytes; none in a heartbeat. */
  public byte[] exporter() {
    return exporter;
  }

  public String collector() {
    return collector;
  }

  public long bootMs() {
    return bootMs;
  }

  /** Number of the first datagram. */
  public long number() {
    return number;
  }

  /** How many datagrams. */
  public int count() {
    return count;
  }

  /** Receive time of datagram {@code i}, milliseconds since the epoch. */
  public long receivedMs(int i) {
    return receivedMs + Integer.toUnsignedLong(receivedAfterMs[i]);
  }

  public int lengthBytes(int i) {
    return lengths[i];
  }

  /** Which rejected datagram this one is again; null: none. */
  public @Nullable Retry retry(int i) {
    return retries.isEmpty() ? null : retries.get(i);
  }

  /** Where the first payload starts in the value. */
  public int payloadsOffset() {
    return payloadsOffset;
  }
}
