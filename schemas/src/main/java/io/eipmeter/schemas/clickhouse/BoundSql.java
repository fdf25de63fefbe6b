package io.eipmeter.schemas.clickhouse;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * A statement whose question marks carry the type of what is bound to them. The driver writes
 * values into the text as literals, and ClickHouse reads a bare {@code 0.1} as floating point and a
 * bare {@code 2^64} too: so the mark of such a value becomes a call that makes the exact type of a
 * quoted text.
 */
final class BoundSql {
  /** Of ClickHouse's Decimal256. */
  private static final int MOST_DIGITS = 76;

  private static final BigInteger LARGEST_LITERAL = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
  private static final BigInteger SMALLEST_LITERAL = BigInteger.TWO.pow(63).negate();
  private static final int BITS_OF_INT256 = 255;

  private final String sql;
  private final List<Object> values;

  /**
   * @throws IllegalArgumentException if marks and values do not match, or a value cannot be bound
   */
  BoundSql(String sql, Object... values) {
    StringBuilder typed = new StringBuilder();
    List<Object> bound = new ArrayList<>();
    int from = 0;
    List<Integer> marks = marks(sql);
    if (marks.size() != values.length) {
      throw new IllegalArgumentException(
          values.length + " values for " + marks.size() + " question marks in: " + sql);
    }
    for (int i = 0; i < values.length; i++) {
      Value value = Value.of(values[i]);
      typed.append(sql, from, marks.get(i)).append(value.mark());
      bound.add(value.bound());
      from = marks.get(i) + 1;
    }
    this.sql = typed.append(sql, from, sql.length()).toString();
    this.values = bound;
  }

  String sql() {
    return sql;
  }

  /** Whether nothing is bound. */
  boolean isPlain() {
    return values.isEmpty();
  }

  void bind(PreparedStatement statement) throws SQLException {
    int marks = statement.getParameterMetaData().getParameterCount();
    if (marks != values.size()) {
      throw new IllegalArgumentException(
          values.size() + " values, but the driver sees " + marks + " question marks in: " + sql);
    }
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
  }

  /** Where values go: question marks outside of texts, quoted names and comments. */
  private static List<Integer> marks(String sql) {
    List<Integer> marks = new ArrayList<>();
    int at = 0;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c == '\'' || c == '"' || c == '`') {
        at = afterQuoted(sql, at);
      } else if (sql.startsWith("--", at)) {
        at = after(sql, "\n", at);
      } else if (sql.startsWith("/*", at)) {
        at = after(sql, "*/", at);
      } else {
        if (c == '?') {
          marks.add(at);
        }
        at++;
      }
    }
    return marks;
  }

  private static int afterQuoted(String sql, int start) {
    char quote = sql.charAt(start);
    int at = start + 1;
    while (at < sql.length() && sql.charAt(at) != quote) {
      at += sql.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  private static int after(String sql, String end, int start) {
    int at = sql.indexOf(end, start);
    return at < 0 ? sql.length() : at + end.length();
  }

  /**
   * @param mark what stands in the text: one question mark
   * @param bound what the driver writes in its place
   */
  private record Value(String mark, Object bound) {
    static Value of(Object value) {
      if (value instanceof String || value instanceof Boolean) {
        return new Value("?", value);
      }
      if (value instanceof Integer || value instanceof Long) {
        return whole(BigInteger.valueOf(((Number) value).longValue()));
      }
      if (value instanceof BigInteger integer) {
        return whole(integer);
      }
      if (value instanceof BigDecimal decimal) {
        return decimal(decimal);
      }
      if (value instanceof Instant time) {
        return time(time);
      }
      if (value instanceof Collection<?> texts) {
        return texts(texts);
      }
      throw new IllegalArgumentException(
          "cannot be bound: " + (value == null ? "null" : value.getClass().getName()));
    }

    private static Value whole(BigInteger integer) {
      if (integer.bitLength() > BITS_OF_INT256) {
        throw new IllegalArgumentException("more than 256 bits: " + integer);
      }
      if (integer.compareTo(SMALLEST_LITERAL) < 0 || integer.compareTo(LARGEST_LITERAL) > 0) {
        return new Value("toInt256(?)", integer.toString());
      }
      // "x-?" would become a comment with a bare negative number.
      return new Value(integer.signum() < 0 ? "(?)" : "?", integer);
    }

    private static Value decimal(BigDecimal decimal) {
      BigDecimal plain = decimal.scale() < 0 ? decimal.setScale(0) : decimal;
      if (plain.precision() > MOST_DIGITS || plain.scale() > MOST_DIGITS) {
        throw new IllegalArgumentException("more than " + MOST_DIGITS + " digits: " + decimal);
      }
      return new Value("toDecimal256(?, " + plain.scale() + ")", plain.toPlainString());
    }

    private static Value time(Instant time) {
      return new Value("fromUnixTimestamp64Milli(?, 'UTC')", wholeMilliseconds(time));
    }

    private static Value texts(Collection<?> texts) {
      for (Object text : texts) {
        if (!(text instanceof String)) {
          throw new IllegalArgumentException("only lists of texts can be bound, was " + texts);
        }
      }
      return new Value("CAST(?, 'Array(String)')", List.copyOf(texts));
    }
  }

  /** Milliseconds since the epoch of a time that is exact to them. */
  static long wholeMilliseconds(Instant time) {
    if (time.getNano() % 1_000_000 != 0) {
      throw new IllegalArgumentException("finer than a millisecond: " + time);
    }
    return time.toEpochMilli();
  }

  @Override
  public String toString() {
    return sql + " " + Arrays.toString(values.toArray());
  }
}
