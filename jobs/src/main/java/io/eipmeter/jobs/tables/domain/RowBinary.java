package io.eipmeter.jobs.tables.domain;

import com.google.protobuf.ByteString;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rows in ClickHouse's format {@code RowBinary}: the columns one after the other, numbers little
 * endian, nothing between rows. <a
 * href="https://clickhouse.com/docs/interfaces/formats/RowBinary">ClickHouse: RowBinary</a>.
 */
public final class RowBinary {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int ADDRESS_BYTES = 16;
  private static final int DECIMAL_BYTES = 32;

  private byte[] bytes = new byte[1 << 12];
  private int length;
  private int rows;

  public int rows() {
    return rows;
  }

  /** What was put so far; the rows are forgotten here. */
  public byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, length);
    length = 0;
    rows = 0;
    return taken;
  }

  /** A row is whole: call after its last column. */
  public void endRow() {
    rows++;
  }

  /** UInt8, Int8, Bool, Enum8. */
  public RowBinary int8(int value) {
    room(1);
    bytes[length++] = (byte) value;
    return this;
  }

  /** UInt16. */
  public RowBinary int16(int value) {
    room(2);
    bytes[length++] = (byte) value;
    bytes[length++] = (byte) (value >>> 8);
    return this;
  }

  /** UInt32, Int32. */
  public RowBinary int32(int value) {
    room(4);
    INT.set(bytes, length, value);
    length += 4;
    return this;
  }

  /** UInt64, Int64. */
  public RowBinary int64(long value) {
    room(8);
    LONG.set(bytes, length, value);
    length += 8;
    return this;
  }

  /** UInt128. */
  public RowBinary int128(long high, long low) {
    return int64(low).int64(high);
  }

  /** Decimal256 with a scale that holds the number exactly: a signed number of 32 bytes. */
  public RowBinary decimal256(BigDecimal number, int scale) {
    byte[] unscaled =
        number.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue().toByteArray();
    byte sign = (byte) (number.signum() < 0 ? -1 : 0);
    room(DECIMAL_BYTES);
    for (int i = 0; i < DECIMAL_BYTES; i++) {
      bytes[length++] = i < unscaled.length ? unscaled[unscaled.length - 1 - i] : sign;
    }
    return this;
  }

  /** DateTime: whole seconds, 0 to 2106. */
  public RowBinary seconds(long epochMs) {
    return int32((int) (epochMs / 1_000));
  }

  /** DateTime64(3). */
  public RowBinary millis(long epochMs) {
    return int64(epochMs);
  }

  /** IPv6: 16 bytes in network order. */
  public RowBinary address(ByteString address) {
    return address(address, 0);
  }

  /** As {@link #address(ByteString)}, from a position. */
  public RowBinary address(ByteString addresses, int from) {
    room(ADDRESS_BYTES);
    addresses.copyTo(bytes, from, length, ADDRESS_BYTES);
    length += ADDRESS_BYTES;
    return this;
  }

  public RowBinary string(String text) {
    return string(text.getBytes(StandardCharsets.UTF_8), Integer.MAX_VALUE);
  }

  /** Map(String, String), in the order of its keys: the same map is the same bytes. */
  public RowBinary strings(Map<String, String> map) {
    size(map.size());
    new TreeMap<>(map).forEach((key, value) -> string(key).string(value));
    return this;
  }

  /** Array(String). */
  public RowBinary strings(List<String> list) {
    size(list.size());
    list.forEach(this::string);
    return this;
  }

  /** A string of any bytes, cut at a limit. */
  public RowBinary string(byte[] text, int limitBytes) {
    int size = Math.min(text.length, limitBytes);
    size(size);
    room(size);
    System.arraycopy(text, 0, bytes, length, size);
    length += size;
    return this;
  }

  /** How long what follows is: seven bits a byte, the lowest first. */
  private void size(int size) {
    room(5);
    int rest = size;
    while (rest >= 0x80) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
