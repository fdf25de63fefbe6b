package io.eipmeter.schemas.clickhouse;

import com.clickhouse.data.ClickHouseColumn;
import com.clickhouse.data.ClickHouseDataType;
import com.google.common.net.InetAddresses;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value as the driver writes it into a column. The driver cuts off decimals, wraps whole numbers
 * and writes a null that a column cannot hold as another value's first byte: so nothing comes to it
 * that the column does not hold exactly.
 */
final class ColumnValue {
  private static final long LAST_SECOND = (1L << 32) - 1;

  private ColumnValue() {}

  /**
   * @throws IllegalArgumentException naming column and value, if the column cannot hold it exactly
   */
  static @Nullable Object of(ClickHouseColumn column, @Nullable Object value) {
    if (value == null) {
      if (!column.isNullable()) {
        throw unfit(column, "null");
      }
      return null;
    }
    try {
      return exact(column, value);
    } catch (ArithmeticException | IllegalArgumentException | ClassCastException e) {
      throw unfit(column, value);
    }
  }

  private static Object exact(ClickHouseColumn column, Object value) {
    ClickHouseDataType type = column.getDataType();
    return switch (type) {
      case Int8, Int16, Int32, Int64, Int128, Int256 ->
          whole(value, type.getByteLength() * 8 - 1, true);
      case UInt8, UInt16, UInt32, UInt64, UInt128, UInt256 ->
          whole(value, type.getByteLength() * 8, false);
      case Decimal, Decimal32, Decimal64, Decimal128, Decimal256 ->
          decimal(value, column.getPrecision(), column.getScale());
      case Float32, Float64 -> ((Number) value).doubleValue();
      case Bool -> (Boolean) value;
      case String -> (String) value;
      case Enum8, Enum16 -> constant(column, (String) value);
      case DateTime -> second((Instant) value);
      case DateTime64 -> fraction((Instant) value, column.getScale());
      case IPv4 -> (Inet4Address) InetAddresses.forString((String) value);
      case IPv6 -> sixteenBytes(InetAddresses.forString((String) value));
      case Array ->
          ((List<?>) value).stream().map(one -> of(column.getNestedColumns().get(0), one)).toList();
      default -> throw new IllegalArgumentException("not written by this program");
    };
  }

  private static BigInteger whole(Object value, int bits, boolean signed) {
    BigInteger integer =
        value instanceof BigInteger big ? big : BigInteger.valueOf(wholeLong((Number) value));
    if (integer.bitLength() > bits || (!signed && integer.signum() < 0)) {
      throw new ArithmeticException();
    }
    return integer;
  }

  private static long wholeLong(Number value) {
    if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      return value.longValue();
    }
    throw new IllegalArgumentException("not a whole number");
  }

  private static BigDecimal decimal(Object value, int precision, int scale) {
    BigDecimal decimal =
        value instanceof BigDecimal given
            ? given
            : new BigDecimal(whole(value, Integer.MAX_VALUE, true));
    BigDecimal scaled = decimal.setScale(scale, RoundingMode.UNNECESSARY);
    if (scaled.precision() > precision) {
      throw new ArithmeticException();
    }
    return scaled;
  }

  private static String constant(ClickHouseColumn column, String name) {
    column.getEnumConstants().value(name);
    return name;
  }

  private static Instant second(Instant time) {
    long second = time.getEpochSecond();
    if (time.getNano() != 0 || second < 0 || second > LAST_SECOND) {
      throw new ArithmeticException();
    }
    return time;
  }

  private static Instant fraction(Instant time, int digits) {
    long unit = BigInteger.TEN.pow(9 - digits).longValueExact();
    if (time.getNano() % unit != 0) {
      throw new ArithmeticException();
    }
    return time;
  }

  private static Inet6Address sixteenBytes(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      byte[] mapped = new byte[16];
      mapped[10] = (byte) 0xff;
      mapped[11] = (byte) 0xff;
      System.arraycopy(bytes, 0, mapped, 12, 4);
      bytes = mapped;
    }
    try {
      return Inet6Address.getByAddress(null, bytes, -1);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static IllegalArgumentException unfit(ClickHouseColumn column, Object value) {
    return new IllegalArgumentException(
        "column "
            + column.getColumnName()
            + " of type "
            + column.getOriginalTypeName()
            + " does not hold exactly: "
            + value);
  }
}
