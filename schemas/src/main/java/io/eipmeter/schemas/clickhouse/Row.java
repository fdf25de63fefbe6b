package io.eipmeter.schemas.clickhouse;

import com.google.common.net.InetAddresses;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The row of an answer that is being read. Columns count from 1. A value is given exactly or not at
 * all: what does not fit the asked type, and NULL, is an {@link SQLException}.
 */
public final class Row {
  private final ResultSet result;

  Row(ResultSet result) {
    this.result = result;
  }

  /** How many columns the row has. */
  public int columns() throws SQLException {
    return result.getMetaData().getColumnCount();
  }

  /** Whether the column is NULL. */
  public boolean isNull(int column) throws SQLException {
    result.getObject(column);
    return result.wasNull();
  }

  /** A text, an enum's name, or an address as ClickHouse writes it. */
  public String string(int column) throws SQLException {
    Object value = value(column);
    if (value instanceof InetAddress address) {
      return ipv6Column(column) && address instanceof Inet4Address
          ? "::ffff:" + address.getHostAddress()
          : InetAddresses.toAddrString(address);
    }
    return present(column, result.getString(column));
  }

  private boolean ipv6Column(int column) throws SQLException {
    return result.getMetaData().getColumnTypeName(column).contains("IPv6");
  }

  /** A whole number from -2^63 to 2^63-1. */
  public long number(int column) throws SQLException {
    try {
      return integer(column).longValueExact();
    } catch (ArithmeticException e) {
      throw unfit(column, "a whole number of 64 bits", value(column));
    }
  }

  /** A whole number of any size. */
  public BigInteger integer(int column) throws SQLException {
    try {
      return decimal(column).toBigIntegerExact();
    } catch (ArithmeticException e) {
      throw unfit(column, "a whole number", value(column));
    }
  }

  /** A decimal or whole number, with the column's scale. Floating point is refused: not exact. */
  public BigDecimal decimal(int column) throws SQLException {
    Object value = value(column);
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    if (value instanceof BigInteger integer) {
      return new BigDecimal(integer);
    }
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      return BigDecimal.valueOf(((Number) value).longValue());
    }
    throw unfit(column, "an exact number", value);
  }

  /** A Bool, or a number that is 0 or 1. */
  public boolean flag(int column) throws SQLException {
    Object value = value(column);
    if (value instanceof Boolean flag) {
      return flag;
    }
    long number = number(column);
    if (number != 0 && number != 1) {
      throw unfit(column, "true or false", value);
    }
    return number == 1;
  }

  /** A DateTime or DateTime64; what is finer than a millisecond is cut off. */
  public Instant time(int column) throws SQLException {
    return present(column, result.getObject(column, Instant.class)).truncatedTo(ChronoUnit.MILLIS);
  }

  /** An Array(String). */
  public List<String> strings(int column) throws SQLException {
    Array array = present(column, result.getArray(column));
    List<String> texts = new ArrayList<>();
    for (Object element : (Object[]) array.getArray()) {
      if (!(element instanceof String text)) {
        throw unfit(column, "an array of texts", element);
      }
      texts.add(text);
    }
    return List.copyOf(texts);
  }

  private Object value(int column) throws SQLException {
    return present(column, result.getObject(column));
  }

  private <T> T present(int column, T value) throws SQLException {
    if (value == null) {
      throw new SQLException("column " + name(column) + " is NULL");
    }
    return value;
  }

  private SQLException unfit(int column, String wanted, Object value) throws SQLException {
    return new SQLException("column " + name(column) + " is not " + wanted + ": " + value);
  }

  private String name(int column) throws SQLException {
    return result.getMetaData().getColumnName(column);
  }
}
